/**
 * Follows the runs of the active notebook: by events, and by asking when they are missing.
 */
import { Poll, Throttler } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';

import type { IRunEvents } from '../api/events';
import type { IRunsApi } from '../api/runs';
import type { RunEvent, RunSummary, RunView } from '../contract';
import type { IActiveNotebook } from '../notebooks/tokens';
import type { IProjectModel } from '../projects/tokens';
import { applyEvent } from './follow';
import { isActive, type IRunModel } from './tokens';
import { Model } from '../ui/Model';

/** Longest silence of a running run before the server is asked, in milliseconds. */
const SILENCE = 2000;

/** Shortest time between two questions that events cause, in milliseconds. */
const PACE = 150;

export interface IRunModelOptions {
  api: IRunsApi;
  events: IRunEvents;
  notebook: IActiveNotebook;
  project: IProjectModel;
}

/** A view never goes back: an answer with an older revision than what is known is dropped. */
export class RunModel extends Model implements IRunModel {
  constructor(private readonly _options: IRunModelOptions) {
    super();
    this._poll = new Poll({
      name: 'runway-jlab:active-run',
      auto: false,
      factory: () => this._askIfSilent(),
      frequency: { interval: SILENCE, backoff: true, max: 15_000 },
      standby: 'when-hidden'
    });
    _options.project.changed.connect(this._onProjectChanged, this);
    _options.events.received.connect(this._onEvent, this);
    this._onProjectChanged();
  }

  get ended(): ISignal<this, RunView> {
    return this._ended;
  }

  get runs(): readonly RunSummary[] | null {
    return this._runs;
  }

  get error(): string | null {
    return this._error;
  }

  get shown(): RunView | null {
    return this._shown;
  }

  get isBusy(): boolean {
    return this._isStarting || (this._shown !== null && isActive(this._shown));
  }

  runningSince(step: string): number | null {
    return this._since.get(step) ?? null;
  }

  show(runId: string | null): void {
    this._chosen = runId;
    this._follow();
  }

  async start(parameters: Record<string, unknown>): Promise<RunView> {
    const { api, notebook } = this._options;
    this._isStarting = true;
    this.emitChanged();
    try {
      await notebook.save();
      const path = notebook.path ?? '';
      const run = await api.start({ path, parameters });
      this._watched.add(run.run_id);
      this._chosen = null;
      if (path === notebook.path) {
        this._wanted = run.run_id;
        this._accept(run);
      }
      void this.refresh();
      return run;
    } finally {
      this._isStarting = false;
      this.emitChanged();
    }
  }

  async cancel(): Promise<void> {
    const run = this._shown;
    if (run && isActive(run)) {
      this._accept(await this._options.api.cancel(run.run_id, run.path));
    }
  }

  get(runId: string): Promise<RunView> {
    return this._options.api.get(runId, this._options.notebook.path);
  }

  async refresh(): Promise<void> {
    const { api, notebook, project } = this._options;
    const { path } = notebook;
    if (path === null || project.project === null) {
      return;
    }
    try {
      const { runs } = await api.list(path);
      if (path !== notebook.path) {
        return;
      }
      this._runs = runs;
      this._error = null;
      this._follow();
    } catch (reason) {
      this._error = String((reason as Error).message ?? reason);
    }
    this.emitChanged();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._options.project.changed.disconnect(this._onProjectChanged, this);
    this._options.events.received.disconnect(this._onEvent, this);
    this._poll.dispose();
    this._listSoon.dispose();
    this._loadSoon.dispose();
    super.dispose();
  }

  private _onProjectChanged(): void {
    const { notebook, project } = this._options;
    const key = `${project.project?.root ?? ''}:${notebook.path ?? ''}`;
    if (key === this._key) {
      return;
    }
    this._key = key;
    this._runs = null;
    this._error = null;
    this._chosen = null;
    this._wanted = null;
    this._setShown(null);
    this.emitChanged();
    void this.refresh();
  }

  private _onEvent(_: IRunEvents, event: RunEvent): void {
    const shown = this._shown;
    if (shown?.run_id !== event.run_id) {
      if (event.project_id === this._options.project.project?.id) {
        this._listSoon.invoke().catch(() => undefined);
      }
      if (this._watched.has(event.run_id) && !isActive(event)) {
        void this._announce(event.run_id);
      }
      return;
    }
    this._heard = Date.now();
    if (event.revision <= shown.revision) {
      return;
    }
    const next = applyEvent(shown, event);
    if (next) {
      this._accept(next);
    } else {
      this._loadSoon.invoke().catch(() => undefined);
    }
  }

  /** Shows the run that should be shown. */
  private _follow(): void {
    const { path } = this._options.notebook;
    const latest = this._runs?.find(run => run.path === path)?.run_id ?? null;
    this._wanted = this._chosen ?? this._newest(latest);
    if (this._wanted !== null && this._wanted !== this._shown?.run_id) {
      void this._load().catch(() => undefined);
    } else {
      this.emitChanged();
    }
  }

  /** A run that was just started may not be in the list yet. */
  private _newest(latest: string | null): string | null {
    const shown = this._shown;
    const isListed = this._runs?.some(run => run.run_id === shown?.run_id);
    return shown && !isListed && isActive(shown) ? shown.run_id : latest;
  }

  private async _load(): Promise<void> {
    const wanted = this._wanted;
    if (wanted !== null) {
      this._accept(await this.get(wanted));
    }
  }

  private async _askIfSilent(): Promise<void> {
    if (Date.now() - this._heard >= SILENCE) {
      await this._load();
    }
  }

  private async _announce(runId: string): Promise<void> {
    if (this._watched.delete(runId)) {
      this._ended.emit(await this._options.api.get(runId));
    }
  }

  private _accept(run: RunView): void {
    const former = this._shown;
    const isSame = former?.run_id === run.run_id;
    if (this.isDisposed || run.run_id !== this._wanted) {
      return;
    }
    if (isSame && run.revision < former.revision) {
      return;
    }
    this._setShown(run);
    if (isActive(run)) {
      this._watched.add(run.run_id);
    } else if (this._watched.delete(run.run_id)) {
      this._ended.emit(run);
      void this.refresh();
    }
    this.emitChanged();
  }

  private _setShown(run: RunView | null): void {
    if (this._shown?.run_id !== run?.run_id) {
      this._since.clear();
    }
    this._shown = run;
    for (const step of run?.steps ?? []) {
      if (step.state === 'RUNNING' && !this._since.has(step.name)) {
        this._since.set(step.name, Date.now());
      }
    }
    void (run && isActive(run) ? this._poll.start() : this._poll.stop());
  }

  private _key = '';
  private _runs: readonly RunSummary[] | null = null;
  private _error: string | null = null;
  private _shown: RunView | null = null;
  private _chosen: string | null = null;
  private _wanted: string | null = null;
  private _isStarting = false;
  private _heard = 0;
  private readonly _since = new Map<string, number>();
  private readonly _watched = new Set<string>();
  private readonly _poll: Poll;
  private readonly _listSoon = new Throttler(() => this.refresh(), {
    limit: PACE,
    edge: 'trailing'
  });
  private readonly _loadSoon = new Throttler(() => this._load(), {
    limit: PACE,
    edge: 'trailing'
  });
  private readonly _ended = new Signal<this, RunView>(this);
}
