/**
 * Runs: started, listed, read, cancelled.
 */
import type { RunList, RunRequest, RunView } from '../contract';
import type { Client } from './client';

export interface IRunsApi {
  list(path: string): Promise<RunList>;
  get(runId: string, path?: string | null): Promise<RunView>;
  start(request: RunRequest): Promise<RunView>;
  cancel(runId: string, path?: string | null): Promise<RunView>;
}

export class RunsApi implements IRunsApi {
  constructor(private readonly _client: Client) {}

  list(path: string): Promise<RunList> {
    return this._client.get('runs', { path });
  }

  get(runId: string, path?: string | null): Promise<RunView> {
    return this._client.get(`runs/${encodeURIComponent(runId)}`, { path });
  }

  start(request: RunRequest): Promise<RunView> {
    return this._client.post('runs', request);
  }

  cancel(runId: string, path?: string | null): Promise<RunView> {
    return this._client.delete(`runs/${encodeURIComponent(runId)}`, { path });
  }
}
