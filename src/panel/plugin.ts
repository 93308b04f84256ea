import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';

import { IPipelineModel } from '../canvas/tokens';
import type { RunSummary } from '../contract';
import { IActiveNotebook } from '../notebooks/tokens';
import { IParameterModel } from '../parameters/tokens';
import { IProjectModel, ProjectCommands } from '../projects/tokens';
import { ReproduceCommands } from '../reproduce/tokens';
import { IRunModel, RunCommands } from '../runs/tokens';
import { TrackingCommands } from '../tracking/tokens';
import { runwayIcon } from '../ui/icons';
import { PanelModel } from './model';
import { PanelCommands } from './tokens';
import { RunwayPanel } from './widget';

const PLUGIN = 'runway-jlab:panel';

export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description:
    'The Runway side panel: pipeline, parameters and runs of the active notebook.',
  autoStart: true,
  requires: [
    IActiveNotebook,
    IPipelineModel,
    IProjectModel,
    IParameterModel,
    IRunModel,
    ITranslator
  ],
  optional: [ILayoutRestorer, ISettingRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    notebook: IActiveNotebook,
    pipeline: IPipelineModel,
    project: IProjectModel,
    parameters: IParameterModel,
    runs: IRunModel,
    translator: ITranslator,
    restorer: ILayoutRestorer | null,
    settings: ISettingRegistry | null,
    palette: ICommandPalette | null
  ) => {
    const trans = translator.load('runway_jlab');
    const { commands, shell } = app;
    const panel = new PanelModel();
    const ofRun = (run: RunSummary) => ({
      runId: run.run_id,
      path: run.path ?? notebook.path
    });
    const widget = new RunwayPanel({
      panel,
      notebook,
      pipeline,
      project,
      parameters,
      runs,
      actions: {
        run: () => void commands.execute(RunCommands.start),
        stop: () => void commands.execute(RunCommands.cancel),
        createProject: () => void commands.execute(ProjectCommands.create),
        tryExample: () => void commands.execute(ProjectCommands.example),
        openWithLink: run =>
          void commands.execute(ReproduceCommands.show, ofRun(run)),
        openTracking: run =>
          void commands.execute(TrackingCommands.open, ofRun(run))
      },
      trans
    });
    shell.add(widget, 'left', { rank: 150, type: 'Runway' });
    restorer?.add(widget, widget.id);
    const show = (prepare: () => void) => () => {
      prepare();
      shell.activateById(widget.id);
    };
    const described = { args: { type: 'object' as const, properties: {} } };
    commands.addCommand(PanelCommands.showPipeline, {
      label: trans.__('Show the Pipeline'),
      icon: runwayIcon,
      describedBy: described,
      execute: show(() => (panel.page = 'pipeline'))
    });
    commands.addCommand(PanelCommands.showRuns, {
      label: trans.__('Show the Runs'),
      describedBy: described,
      execute: show(() => (panel.page = 'runs'))
    });
    commands.addCommand(PanelCommands.showParameters, {
      label: trans.__('Show the Parameters'),
      describedBy: described,
      execute: show(() => (panel.isFormOpen = true))
    });
    for (const command of Object.values(PanelCommands)) {
      palette?.addItem({ command, category: trans.__('Runway') });
    }
    void openOnce(app, widget, project, settings);
  }
};

/** Brings the panel to the front for the session's first notebook in a project; never again after. */
async function openOnce(
  app: JupyterFrontEnd,
  widget: RunwayPanel,
  project: IProjectModel,
  settings: ISettingRegistry | null
): Promise<void> {
  const loaded = await settings?.load(PLUGIN).catch(() => null);
  await app.restored;
  const openIfProject = (): void => {
    const isWanted = loaded?.get('openForProjects').composite !== false;
    if (!isWanted || project.project === null) {
      return;
    }
    project.changed.disconnect(openIfProject);
    app.shell.activateById(widget.id);
  };
  project.changed.connect(openIfProject);
  openIfProject();
}
