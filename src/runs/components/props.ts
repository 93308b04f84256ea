/**
 * What the runs table and its rows are given.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ParameterView, RunSummary } from '../../contract';

export interface IRunActions {
  /** Puts the run on the canvas. */
  onShow: (run: RunSummary) => void;
  onOpenWithLink: (run: RunSummary) => void;
  onOpenTracking: (run: RunSummary) => void;
}

export interface ITableProps extends IRunActions {
  runs: readonly RunSummary[];
  /** The notebook in front, whose runs can go on the canvas. */
  path: string | null;
  /** Its parameters today; a row names what differs. */
  parameters: readonly ParameterView[];
  shown: string | null;
  now: number;
  trans: TranslationBundle;
}
