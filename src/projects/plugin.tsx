import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';

import { Client, ProjectsApi } from '../api';
import { IActiveNotebook } from '../notebooks/tokens';
import { PanelCommands } from '../panel/tokens';
import { ITrackingModel, TrackingCommands } from '../tracking/tokens';
import { textOf } from '../ui/args';
import { runwayIcon } from '../ui/icons';
import { StatusItem } from './components/StatusItem';
import { ProjectModel } from './model';
import { IProjectModel, ProjectCommands } from './tokens';

export const projectsPlugin: JupyterFrontEndPlugin<IProjectModel> = {
  id: 'runway-jlab:projects',
  description:
    'The project of the active notebook, new projects, and the example.',
  autoStart: true,
  requires: [IActiveNotebook, ITranslator],
  optional: [ILauncher, ICommandPalette],
  provides: IProjectModel,
  activate: (
    app: JupyterFrontEnd,
    notebook: IActiveNotebook,
    translator: ITranslator,
    launcher: ILauncher | null,
    palette: ICommandPalette | null
  ) => {
    const trans = translator.load('runway_jlab');
    const { commands, serviceManager } = app;
    const api = new ProjectsApi(new Client(serviceManager.serverSettings));
    const model = new ProjectModel({ api, notebook });
    const say = (reason: Error): void => {
      Notification.error(reason.message);
    };
    commands.addCommand(ProjectCommands.create, {
      label: trans.__('Make This Folder a Project'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => model.status !== null && model.project === null,
      execute: () => model.create().catch(say)
    });
    commands.addCommand(ProjectCommands.example, {
      label: trans.__('Try the example'),
      caption: trans.__(
        'Copy a small forecasting project here and open its notebook'
      ),
      icon: runwayIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            cwd: {
              type: 'string',
              description: 'Folder to copy the example into'
            }
          }
        }
      },
      execute: async args => {
        try {
          const { path } = await api.copyExample({ path: textOf(args, 'cwd') });
          return (await commands.execute('docmanager:open', {
            path,
            factory: 'Notebook'
          })) as unknown;
        } catch (reason) {
          say(reason as Error);
          return null;
        }
      }
    });
    model.changed.connect(() =>
      commands.notifyCommandChanged(ProjectCommands.create)
    );
    launcher?.add({
      command: ProjectCommands.example,
      category: trans.__('Runway'),
      rank: 0
    });
    for (const command of Object.values(ProjectCommands)) {
      palette?.addItem({ command, category: trans.__('Runway') });
    }
    return model;
  }
};

export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'runway-jlab:status',
  description: 'The project and its MLflow in the status bar.',
  autoStart: true,
  requires: [IProjectModel, ITrackingModel, IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    project: IProjectModel,
    tracking: ITrackingModel,
    statusBar: IStatusBar,
    translator: ITranslator
  ) => {
    const { commands } = app;
    statusBar.registerStatusItem('runway-jlab:status', {
      item: ReactWidget.create(
        <StatusItem
          project={project}
          tracking={tracking}
          onOpenPanel={() => void commands.execute(PanelCommands.showPipeline)}
          onOpenTracking={() => void commands.execute(TrackingCommands.open)}
          trans={translator.load('runway_jlab')}
        />
      ),
      align: 'left',
      rank: 4
    });
  }
};
