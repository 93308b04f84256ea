import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { stopIcon, runIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';

import { Client, RunEvents, RunsApi } from '../api';
import type { RunView } from '../contract';
import { IActiveNotebook } from '../notebooks/tokens';
import { IParameterModel } from '../parameters/tokens';
import { IProjectModel } from '../projects/tokens';
import { ReproduceCommands } from '../reproduce/tokens';
import { TrackingCommands } from '../tracking/tokens';
import { duration, metric, shortId } from '../ui/format';
import { RunModel } from './model';
import { isActive, IRunModel, RunCommands } from './tokens';

export const runsPlugin: JupyterFrontEndPlugin<IRunModel> = {
  id: 'runway-jlab:runs',
  description: 'Runs the active notebook as a pipeline and follows its runs.',
  autoStart: true,
  requires: [IActiveNotebook, IProjectModel, IParameterModel, ITranslator],
  optional: [ICommandPalette],
  provides: IRunModel,
  activate: (
    app: JupyterFrontEnd,
    notebook: IActiveNotebook,
    project: IProjectModel,
    parameters: IParameterModel,
    translator: ITranslator,
    palette: ICommandPalette | null
  ) => {
    const trans = translator.load('runway_jlab');
    const { serverSettings, events } = app.serviceManager;
    const model = new RunModel({
      api: new RunsApi(new Client(serverSettings)),
      events: new RunEvents(events.stream),
      notebook,
      project
    });
    addCommands(app.commands, model, project, parameters, trans);
    for (const command of Object.values(RunCommands)) {
      palette?.addItem({ command, category: trans.__('Runway') });
    }
    const onEnded = (_: IRunModel, run: RunView): void =>
      announce(run, app.commands, trans);
    model.ended.connect(onEnded);
    return model;
  }
};

function addCommands(
  commands: CommandRegistry,
  model: IRunModel,
  project: IProjectModel,
  parameters: IParameterModel,
  trans: TranslationBundle
): void {
  const noArguments = { args: { type: 'object' as const, properties: {} } };
  commands.addCommand(RunCommands.start, {
    label: trans.__('Run as Pipeline'),
    caption: trans.__('Save the notebook and run its steps in a process apart'),
    icon: runIcon,
    describedBy: noArguments,
    isEnabled: () =>
      project.project !== null && !model.isBusy && parameters.isValid,
    execute: async () => {
      try {
        return await model.start(parameters.overrides());
      } catch (reason) {
        Notification.error(whyNotStarted(reason as Error, trans));
        return null;
      }
    }
  });
  commands.addCommand(RunCommands.cancel, {
    label: trans.__('Stop the Run'),
    caption: trans.__('Cancel the running pipeline'),
    icon: stopIcon,
    describedBy: noArguments,
    isEnabled: () => model.shown !== null && isActive(model.shown),
    execute: () =>
      model.cancel().catch((reason: Error) => {
        Notification.error(reason.message);
      })
  });
  const refresh = (): void => {
    Object.values(RunCommands).forEach(id => commands.notifyCommandChanged(id));
  };
  model.changed.connect(refresh);
  project.changed.connect(refresh);
  parameters.changed.connect(refresh);
}

function whyNotStarted(reason: Error, trans: TranslationBundle): string {
  return reason.name === 'ModalCancelError'
    ? trans.__('Not run: the notebook was not saved. Save it, then run again.')
    : trans.__('Not run: %1', reason.message);
}

function announce(
  run: RunView,
  commands: CommandRegistry,
  trans: TranslationBundle
): void {
  const args = { runId: run.run_id, path: run.path };
  const actions: Notification.IAction[] = [
    {
      label: trans.__('Open in MLflow'),
      callback: () => void commands.execute(TrackingCommands.open, args)
    },
    {
      label: trans.__('Open with link'),
      callback: () => void commands.execute(ReproduceCommands.show, args)
    }
  ];
  const name = trans.__('Run %1', shortId(run.run_id));
  if (run.state === 'FINISHED') {
    const metrics = Object.entries(run.metrics)
      .slice(0, 2)
      .map(([key, value]) => `${key} ${metric(value)}`);
    const time = run.seconds === null ? [] : [duration(run.seconds)];
    const text = [trans.__('%1 is done', name), ...time, ...metrics].join(
      ' · '
    );
    Notification.success(text, { autoClose: 8000, actions });
    return;
  }
  const failed = run.steps.find(step => step.error);
  if (failed?.error) {
    Notification.error(
      trans.__('%1 failed in %2: %3', name, failed.name, failed.error.name),
      { autoClose: false, actions }
    );
  } else if (run.state === 'CANCELLED') {
    Notification.info(trans.__('%1 was cancelled', name), { autoClose: 5000 });
  } else {
    Notification.error(
      run.message ?? trans.__('%1 ended without a result', name),
      { autoClose: false, actions }
    );
  }
}
