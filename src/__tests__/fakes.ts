/**
 * Stand-ins for what models are given: bare signals, and clients that answer when told to.
 */
import { PromiseDelegate } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import type { IRunEvents } from '../api/events';
import type {
  CellText,
  PipelineView,
  ProjectView,
  RunEvent,
  RunView,
  StepRunView
} from '../contract';
import type { IActiveNotebook } from '../notebooks/tokens';
import type { IProjectModel } from '../projects/tokens';

export class FakeNotebook implements IActiveNotebook {
  readonly changed = new Signal<this, void>(this);
  readonly edited = new Signal<this, void>(this);
  path: string | null = 'wind/forecast.ipynb';
  text = 'x = 1';
  save = jest.fn(() => Promise.resolve());
  reveal = jest.fn(() => Promise.resolve());

  cells(): CellText[] {
    return [{ id: 'c1', cell_type: 'code', source: this.text, metadata: {} }];
  }

  metadata(): Record<string, unknown> {
    return {};
  }

  goTo(path: string | null): void {
    this.path = path;
    this.changed.emit();
  }

  type(text: string): void {
    this.text = text;
    this.edited.emit();
  }
}

export class FakeProject implements IProjectModel {
  readonly changed = new Signal<this, void>(this);
  status = null;
  error = null;
  project: ProjectView | null = project();
  create = jest.fn(() => Promise.resolve());
}

export class FakeEvents implements IRunEvents {
  readonly received = new Signal<this, RunEvent>(this);
}

/** An asynchronous function whose calls are answered one by one, in any order. */
export class Asked<A extends unknown[], T> {
  readonly calls: { args: A; answer: PromiseDelegate<T> }[] = [];

  readonly call = (...args: A): Promise<T> => {
    const answer = new PromiseDelegate<T>();
    this.calls.push({ args, answer });
    return answer.promise;
  };

  async answer(index: number, value: T): Promise<void> {
    this.calls[index].answer.resolve(value);
    await settle();
  }

  async refuse(index: number, reason: Error): Promise<void> {
    this.calls[index].answer.reject(reason);
    await settle();
  }
}

/** Lets everything that waits for an answered promise go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.resolve();
  }
}

export function project(): ProjectView {
  return {
    id: 'p1',
    name: 'wind',
    root: '/srv/wind',
    tracking: 'hosted',
    path: 'wind',
    reopened_run: null
  };
}

export function pipeline(changes: Partial<PipelineView> = {}): PipelineView {
  return {
    steps: [],
    edges: [],
    parameters: [],
    setup: [],
    scratch: [],
    problems: [],
    parameters_cell: null,
    ...changes
  };
}

export function step(name: string, state: StepRunView['state']): StepRunView {
  return {
    name,
    state,
    cached: false,
    seconds: null,
    max_rss_bytes: null,
    cells: [`${name}-1`],
    error: null,
    because: null
  };
}

export function run(changes: Partial<RunView> = {}): RunView {
  return {
    run_id: 'r1',
    notebook: 'forecast.ipynb',
    state: 'RUNNING',
    started: '2026-05-02T12:00:00Z',
    seconds: null,
    parameters: {},
    metrics: {},
    mlflow_run_id: null,
    path: 'wind/forecast.ipynb',
    steps: [step('Load', 'QUEUED'), step('Train', 'QUEUED')],
    record: null,
    revision: 1,
    message: null,
    incomplete: [],
    mlflow_path: null,
    executed: null,
    link: null,
    ...changes
  };
}

export function event(changes: Partial<RunEvent> = {}): RunEvent {
  return {
    project_id: 'p1',
    run_id: 'r1',
    revision: 2,
    state: 'RUNNING',
    step: null,
    step_state: null,
    ...changes
  };
}
