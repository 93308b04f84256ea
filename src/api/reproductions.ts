/**
 * A recorded run held against today, and brought back.
 */
import type { Reopened, ReproductionView } from '../contract';
import type { Client } from './client';

export interface IReproductionsApi {
  get(runId: string, path?: string | null): Promise<ReproductionView>;
  open(runId: string, path?: string | null): Promise<Reopened>;
}

export class ReproductionsApi implements IReproductionsApi {
  constructor(private readonly _client: Client) {}

  get(runId: string, path?: string | null): Promise<ReproductionView> {
    return this._client.get(address(runId), { path });
  }

  open(runId: string, path?: string | null): Promise<Reopened> {
    return this._client.post(address(runId), {}, { path });
  }
}

function address(runId: string): string {
  return `runs/${encodeURIComponent(runId)}/reproduction`;
}
