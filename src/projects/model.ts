/**
 * Knows which project the active notebook lies in.
 */

import type { IProjectsApi } from '../api/projects';
import type { ProjectView, StatusView } from '../contract';
import type { IActiveNotebook } from '../notebooks/tokens';
import type { IProjectModel } from './tokens';
import { Model } from '../ui/Model';

export interface IProjectModelOptions {
  api: IProjectsApi;
  notebook: IActiveNotebook;
}

export class ProjectModel extends Model implements IProjectModel {
  constructor(private readonly _options: IProjectModelOptions) {
    super();
    _options.notebook.changed.connect(this._onNotebookChanged, this);
    this._onNotebookChanged();
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

  private _onNotebookChanged(): void {
    if (this._options.notebook.path === this._path) {
      return;
    }
    this._path = this._options.notebook.path;
    this._status = null;
    this._error = null;
    this.emitChanged();
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
    this.emitChanged();
  }

  private _path: string | null = null;
  private _status: StatusView | null = null;
  private _error: string | null = null;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
