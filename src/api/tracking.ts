/**
 * The MLflow server of a notebook's project.
 */
import type { MlflowView } from '../contract';
import type { Client } from './client';

export interface ITrackingApi {
  get(path: string): Promise<MlflowView>;
  start(path: string): Promise<MlflowView>;
}

export class TrackingApi implements ITrackingApi {
  constructor(private readonly _client: Client) {}

  get(path: string): Promise<MlflowView> {
    return this._client.get('mlflow', { path });
  }

  start(path: string): Promise<MlflowView> {
    return this._client.post('mlflow', {}, { path });
  }
}
