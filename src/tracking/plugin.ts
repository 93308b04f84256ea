import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  Notification,
  WidgetTracker
} from '@jupyterlab/apputils';
import { ITranslator } from '@jupyterlab/translation';

import { Client, RunsApi, TrackingApi } from '../api';
import { IActiveNotebook } from '../notebooks/tokens';
import { IProjectModel } from '../projects/tokens';
import { textOf } from '../ui/args';
import { trackingIcon } from '../ui/icons';
import { addressOf } from './address';
import { TrackingModel } from './model';
import { ITrackingModel, TrackingCommands } from './tokens';
import { MlflowTab } from './widget';

export const trackingPlugin: JupyterFrontEndPlugin<ITrackingModel> = {
  id: 'runway-jlab:tracking',
  description: "The project's MLflow, in a tab.",
  autoStart: true,
  requires: [IActiveNotebook, IProjectModel, ITranslator],
  optional: [ICommandPalette, ILayoutRestorer],
  provides: ITrackingModel,
  activate: (
    app: JupyterFrontEnd,
    notebook: IActiveNotebook,
    project: IProjectModel,
    translator: ITranslator,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ) => {
    const trans = translator.load('runway_jlab');
    const { commands, shell } = app;
    const settings = app.serviceManager.serverSettings;
    const client = new Client(settings);
    const runs = new RunsApi(client);
    const model = new TrackingModel({
      api: new TrackingApi(client),
      notebook,
      project
    });
    const tabs = new WidgetTracker<MlflowTab>({
      namespace: 'runway-jlab-mlflow'
    });

    const find = async (path: string, runId: string): Promise<string> => {
      const [mlflow, run] = await Promise.all([
        model.start(path),
        runId ? runs.get(runId, path) : null
      ]);
      return addressOf(mlflow, run?.mlflow_path ?? null, settings.baseUrl);
    };
    const open = (path: string, runId: string): void => {
      const args = { path, runId };
      const address = find(path, runId);
      const former = tabs.find(tab => !tab.isDisposed && tab.isRevealed);
      if (former) {
        shell.activateById(former.id);
        address.then(
          url => former.go(url, args),
          (reason: Error) => Notification.error(reason.message)
        );
        return;
      }
      tabs.forEach(tab => tab.dispose());
      const tab = new MlflowTab({ args, address, trans });
      shell.add(tab, 'main');
      void tabs.add(tab);
      shell.activateById(tab.id);
    };

    commands.addCommand(TrackingCommands.open, {
      label: trans.__('Open MLflow'),
      caption: trans.__("The project's runs in MLflow, in a tab"),
      icon: trackingIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            path: { type: 'string', description: 'A notebook of the project' },
            runId: { type: 'string', description: 'The run whose page to open' }
          }
        }
      },
      isEnabled: args => Boolean(args.path) || project.project !== null,
      execute: args =>
        open(
          textOf(args, 'path') || (notebook.path ?? ''),
          textOf(args, 'runId')
        )
    });
    project.changed.connect(() =>
      commands.notifyCommandChanged(TrackingCommands.open)
    );
    palette?.addItem({
      command: TrackingCommands.open,
      category: trans.__('Runway')
    });
    void restorer?.restore(tabs, {
      command: TrackingCommands.open,
      args: tab => tab.args,
      name: () => 'mlflow'
    });
    return model;
  }
};
