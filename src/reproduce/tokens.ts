/**
 * Open with link: a recorded run brought back.
 */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { ReproductionView, Reopened } from '../contract';

export interface IReproductionModel {
  readonly changed: ISignal<IReproductionModel, void>;
  /** The run asked for, or null. */
  readonly runId: string | null;
  /** What opening it would bring back; null while it is read. */
  readonly reproduction: ReproductionView | null;
  readonly error: string | null;
  readonly isOpening: boolean;
  /** Reads a run's record against today; `path` is a notebook of its project, if known. */
  show(runId: string, path: string | null): Promise<void>;
  /** Brings the run back into its folder. */
  open(): Promise<Reopened | null>;
}

export const IReproductionModel = new Token<IReproductionModel>(
  'runway-jlab:IReproductionModel',
  'The run that is to be opened with its link.'
);

export const ReproduceCommands = {
  show: 'runway-jlab:open-with-link',
  open: 'runway-jlab:open-as-it-ran',
  route: 'runway-jlab:open-url'
} as const;
