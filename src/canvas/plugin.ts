import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { Client, PipelinesApi } from '../api';
import { IActiveNotebook } from '../notebooks/tokens';
import { PipelineModel } from './model';
import { IPipelineModel } from './tokens';

export const canvasPlugin: JupyterFrontEndPlugin<IPipelineModel> = {
  id: 'runway-jlab:canvas',
  description: 'Infers the pipeline of the active notebook while it is edited.',
  autoStart: true,
  requires: [IActiveNotebook],
  provides: IPipelineModel,
  activate: (app: JupyterFrontEnd, notebook: IActiveNotebook) =>
    new PipelineModel({
      api: new PipelinesApi(new Client(app.serviceManager.serverSettings)),
      notebook
    })
};
