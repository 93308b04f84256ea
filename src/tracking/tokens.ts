/**
 * MLflow of the active notebook's project.
 */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { MlflowView } from '../contract';

export interface ITrackingModel {
  readonly changed: ISignal<ITrackingModel, void>;
  /** Of the active notebook's project; null outside one. */
  readonly mlflow: MlflowView | null;
  /** Starts the server of a notebook's project if need be; resolves when it is ready, rejects when it fails. */
  start(path: string): Promise<MlflowView>;
}

export const ITrackingModel = new Token<ITrackingModel>(
  'runway-jlab:ITrackingModel',
  'The MLflow server of the active notebook.'
);

export const TrackingCommands = {
  open: 'runway-jlab:open-mlflow'
} as const;
