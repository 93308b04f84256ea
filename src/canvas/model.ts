/**
 * Keeps the active notebook's pipeline up to date while it is edited.
 */
import { Debouncer } from '@lumino/polling';

import type { IPipelinesApi } from '../api/pipelines';
import type { PipelineView } from '../contract';
import type { IActiveNotebook } from '../notebooks/tokens';
import type { IPipelineModel } from './tokens';
import { Model } from '../ui/Model';

const TYPING_PAUSE = 300;

export interface IPipelineModelOptions {
  api: IPipelinesApi;
  notebook: IActiveNotebook;
}

/**
 * Asks for the pipeline after each pause in typing. An answer to an older question is dropped, and the same
 * cells are not asked about twice (outputs count as edits of a notebook, but not of its pipeline).
 */
export class PipelineModel extends Model implements IPipelineModel {
  constructor(private readonly _options: IPipelineModelOptions) {
    super();
    _options.notebook.changed.connect(this._onNotebookChanged, this);
    _options.notebook.edited.connect(this._onEdited, this);
    this._onNotebookChanged();
  }

  get pipeline(): PipelineView | null {
    return this._pipeline;
  }

  get error(): string | null {
    return this._error;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._pause.dispose();
    this._options.notebook.changed.disconnect(this._onNotebookChanged, this);
    this._options.notebook.edited.disconnect(this._onEdited, this);
    super.dispose();
  }

  private _onNotebookChanged(): void {
    const { path } = this._options.notebook;
    if (path !== this._path) {
      this._path = path;
      this._asked = '';
      this._pipeline = null;
      this._error = null;
      this.emitChanged();
    }
    void this._refresh();
  }

  private _onEdited(): void {
    this._pause.invoke().catch(() => undefined);
  }

  private async _refresh(): Promise<void> {
    const { api, notebook } = this._options;
    if (notebook.path === null) {
      return;
    }
    const question = { cells: notebook.cells(), metadata: notebook.metadata() };
    const asked = JSON.stringify(question.cells);
    if (asked === this._asked) {
      return;
    }
    this._asked = asked;
    try {
      const pipeline = await api.infer(question);
      if (asked === this._asked) {
        this._pipeline = pipeline;
        this._error = null;
      }
    } catch (reason) {
      if (asked === this._asked) {
        this._asked = '';
        this._error = String((reason as Error).message ?? reason);
      }
    }
    this.emitChanged();
  }

  private _path: string | null = null;
  private _asked = '';
  private _pipeline: PipelineView | null = null;
  private _error: string | null = null;
  private readonly _pause = new Debouncer(() => this._refresh(), TYPING_PAUSE);
}
