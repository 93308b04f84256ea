import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator } from '@jupyterlab/translation';

import { IPipelineModel } from '../canvas/tokens';
import { IActiveNotebook } from '../notebooks/tokens';
import { ParameterModel } from './model';
import { IParameterModel } from './tokens';

export const parametersPlugin: JupyterFrontEndPlugin<IParameterModel> = {
  id: 'runway-jlab:parameters',
  description: 'Parameter values that the next run gets.',
  autoStart: true,
  requires: [IActiveNotebook, IPipelineModel, ITranslator],
  provides: IParameterModel,
  activate: (
    _: JupyterFrontEnd,
    notebook: IActiveNotebook,
    pipeline: IPipelineModel,
    translator: ITranslator
  ) =>
    new ParameterModel({
      notebook,
      pipeline,
      trans: translator.load('runway_jlab')
    })
};
