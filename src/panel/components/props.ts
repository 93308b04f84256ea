/**
 * What every part of the side panel is given.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IPipelineModel } from '../../canvas/tokens';
import type { RunSummary } from '../../contract';
import type { IActiveNotebook } from '../../notebooks/tokens';
import type { IParameterModel } from '../../parameters/tokens';
import type { IProjectModel } from '../../projects/tokens';
import type { IRunModel } from '../../runs/tokens';
import type { PanelModel } from '../model';

export interface IPanelProps {
  panel: PanelModel;
  notebook: IActiveNotebook;
  pipeline: IPipelineModel;
  project: IProjectModel;
  parameters: IParameterModel;
  runs: IRunModel;
  actions: {
    run: () => void;
    stop: () => void;
    createProject: () => void;
    tryExample: () => void;
    openWithLink: (run: RunSummary) => void;
    openTracking: (run: RunSummary) => void;
  };
  trans: TranslationBundle;
}
