/**
 * The pipeline that a notebook's present contents hold.
 */
import type { PipelineRequest, PipelineView } from '../contract';
import type { Client } from './client';

export interface IPipelinesApi {
  infer(request: PipelineRequest): Promise<PipelineView>;
}

export class PipelinesApi implements IPipelinesApi {
  constructor(private readonly _client: Client) {}

  infer(request: PipelineRequest): Promise<PipelineView> {
    return this._client.post('pipeline', request);
  }
}
