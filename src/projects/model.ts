/**
 * Knows which project the active notebook lies in.
 */
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';

import type { IProjectsApi } from '../api/projects';
import type { ProjectView, StatusView } from '../contract';
import type { IActiveNotebook } from '../notebooks/tokens';
import type { IProjectModel } from './tokens';

export interface IProjectModelOptions {
  api: IProjectsApi;
  notebook: IActiveNotebook;
}

export class ProjectModel implements IProjectModel, IDisposable {
  constructor(private readonly _options: IProjectModelOptions) {
    _options.notebook.changed.connect(this._onNotebookChanged, this);
    this._onNotebookChanged();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get status(): StatusView | null {
    return this._status;
  }

  get project(): ProjectView | null {
    return this._status?.project ?? null;
  }

  get error(): string | null {
    return this._error;
  }

  async create(): Promise<void> {
    const { api, notebook } = this._options;
    const { path } = notebook;
    if (path === null) {
      return;
    }
    await api.create({ path: folderOf(path) });
    await this._refresh();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._options.notebook.changed.disconnect(this._onNotebookChanged, this);
    Signal.clearData(this);
  }

  private _onNotebookChanged(): void {
    if (this._options.notebook.path === this._path) {
      return;
    }
    this._path = this._options.notebook.path;
    this._status = null;
    this._error = null;
    this._changed.emit();
    void this._refresh();
  }

  private async _refresh(): Promise<void> {
    const path = this._path;
    if (path === null) {
      return;
    }
    try {
      const status = await this._options.api.status(path);
      if (path === this._path) {
        this._status = status;
        this._error = null;
      }
    } catch (reason) {
      if (path === this._path) {
        this._error = String((reason as Error).message ?? reason);
      }
    }
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private _path: string | null = null;
  private _status: StatusView | null = null;
  private _error: string | null = null;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
