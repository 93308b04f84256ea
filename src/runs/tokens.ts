/**
 * Runs of the active notebook's project.
 */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { RunSummary, RunView } from '../contract';

export interface IRunModel {
  readonly changed: ISignal<IRunModel, void>;
  /** A run that was seen running has ended. */
  readonly ended: ISignal<IRunModel, RunView>;
  /** All runs of the project, latest first; null until they are known. */
  readonly runs: readonly RunSummary[] | null;
  /** Why the list could not be read. */
  readonly error: string | null;
  /** The run of this notebook whose states stand on the canvas: the chosen one, else the latest. */
  readonly shown: RunView | null;
  /** True from the press of *Run* until the shown run has ended. */
  readonly isBusy: boolean;
  /** When a step of the shown run was first seen running, in milliseconds since the epoch. */
  runningSince(step: string): number | null;
  /** Puts a run on the canvas; null goes back to the latest. */
  show(runId: string | null): void;
  /** Saves the notebook, then runs it. Rejects when it was not saved or the server refuses. */
  start(parameters: Record<string, unknown>): Promise<RunView>;
  /** Cancels the shown run. */
  cancel(): Promise<void>;
  /** A run with its steps, by id. */
  get(runId: string): Promise<RunView>;
  refresh(): Promise<void>;
}

export const IRunModel = new Token<IRunModel>(
  'runway-jlab:IRunModel',
  'Runs of the active notebook and its project.'
);

export const RunCommands = {
  start: 'runway-jlab:start-run',
  cancel: 'runway-jlab:cancel-run'
} as const;

/** True while a run may still change. */
export function isActive(run: Pick<RunSummary, 'state'>): boolean {
  return run.state === 'QUEUED' || run.state === 'RUNNING';
}
