/**
 * Starts the project's MLflow and waits until it is ready.
 */
import { Poll } from '@lumino/polling';

import type { ITrackingApi } from '../api/tracking';
import type { MlflowView } from '../contract';
import type { IActiveNotebook } from '../notebooks/tokens';
import type { IProjectModel } from '../projects/tokens';
import type { ITrackingModel } from './tokens';
import { Model } from '../ui/Model';

export interface ITrackingModelOptions {
  api: ITrackingApi;
  notebook: IActiveNotebook;
  project: IProjectModel;
  /** Milliseconds between two looks at a starting server. */
  interval?: number;
}

export class TrackingModel extends Model implements ITrackingModel {
  constructor(private readonly _options: ITrackingModelOptions) {
    super();
    _options.project.changed.connect(this._onProjectChanged, this);
    this._onProjectChanged();
  }

  get mlflow(): MlflowView | null {
    return this._mlflow;
  }

  async start(path: string): Promise<MlflowView> {
    const { api } = this._options;
    let view = await api.start(path);
    this._set(view);
    if (view.state === 'starting') {
      view = await this._wait(path);
    }
    if (view.state !== 'ready') {
      throw new Error(view.message ?? 'MLflow did not start.');
    }
    return view;
  }

  /** Looks until the server is no longer starting. */
  private async _wait(path: string): Promise<MlflowView> {
    // Disposed below, whichever way the loop ends.
    // eslint-disable-next-line jupyter/require-disposable-ownership
    const poll = new Poll<MlflowView, Error>({
      name: 'runway-jlab:starting-mlflow',
      factory: () => this._options.api.get(path),
      frequency: { interval: this._options.interval ?? 1000, backoff: false }
    });
    try {
      for await (const { payload, phase } of poll) {
        if (payload instanceof Error) {
          throw payload;
        }
        if (phase === 'resolved' && payload) {
          this._set(payload);
          if (payload.state !== 'starting') {
            return payload;
          }
        }
      }
    } finally {
      poll.dispose();
    }
    throw new Error('MLflow did not start.');
  }

  private _onProjectChanged(): void {
    const { api, notebook, project } = this._options;
    const { path } = notebook;
    const root = project.project?.root ?? null;
    if (root === this._project) {
      return;
    }
    this._project = root;
    this._set(null);
    if (root !== null && path !== null) {
      api.get(path).then(
        view => root === this._project && this._set(view),
        () => undefined
      );
    }
  }

  private _set(view: MlflowView | null): void {
    this._mlflow = view;
    this.emitChanged();
  }

  private _project: string | null = null;
  private _mlflow: MlflowView | null = null;
}
