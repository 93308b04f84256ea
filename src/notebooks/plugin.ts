import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';

import { ActiveNotebook } from './model';
import { IActiveNotebook } from './tokens';

export const notebookPlugin: JupyterFrontEndPlugin<IActiveNotebook> = {
  id: 'runway-jlab:notebook',
  description: 'Follows the notebook that a person works on.',
  autoStart: true,
  requires: [INotebookTracker],
  provides: IActiveNotebook,
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker) =>
    new ActiveNotebook({
      tracker,
      contents: app.serviceManager.contents,
      activate: id => app.shell.activateById(id)
    })
};
