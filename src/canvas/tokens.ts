/**
 * The pipeline of the active notebook.
 */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { PipelineView } from '../contract';

export interface IPipelineModel {
  readonly changed: ISignal<IPipelineModel, void>;
  /** Of the cells as they stand in the editor; the former one while a newer is on its way. Null without a notebook. */
  readonly pipeline: PipelineView | null;
  /** Why there is no present pipeline, in words. */
  readonly error: string | null;
}

export const IPipelineModel = new Token<IPipelineModel>(
  'runway-jlab:IPipelineModel',
  'The pipeline that the active notebook holds, as it is edited.'
);
