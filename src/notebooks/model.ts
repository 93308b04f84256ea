/**
 * Follows JupyterLab's notebook tracker.
 */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { Signal, type ISignal } from '@lumino/signaling';

import type { CellText } from '../contract';
import type { IActiveNotebook } from './tokens';
import { Model } from '../ui/Model';

export interface IActiveNotebookOptions {
  tracker: INotebookTracker;
  contents: Contents.IManager;
  /** Brings a document's tab to the front. */
  activate: (id: string) => void;
}

export class ActiveNotebook extends Model implements IActiveNotebook {
  constructor(private readonly _options: IActiveNotebookOptions) {
    super();
    _options.tracker.currentChanged.connect(this._onCurrentChanged, this);
    this._onCurrentChanged();
  }

  get edited(): ISignal<this, void> {
    return this._edited;
  }

  get path(): string | null {
    const panel = this._panel;
    return panel && this._isReady
      ? this._options.contents.localPath(panel.context.path)
      : null;
  }

  cells(): CellText[] {
    const cells = this._panel?.content.model?.sharedModel.cells ?? [];
    return cells.map(cell => ({
      id: cell.getId(),
      cell_type: cell.cell_type as CellText['cell_type'],
      source: cell.getSource(),
      metadata: { ...cell.getMetadata() }
    }));
  }

  metadata(): Record<string, unknown> {
    return { ...this._panel?.content.model?.sharedModel.metadata };
  }

  async save(): Promise<void> {
    const context = this._panel?.context;
    if (context?.model.dirty) {
      await context.save();
    }
  }

  async reveal(cell: string, line?: number | null): Promise<void> {
    const panel = this._panel;
    const index = this.cells().findIndex(({ id }) => id === cell);
    if (!panel || index < 0) {
      return;
    }
    this._options.activate(panel.id);
    panel.content.activeCellIndex = index;
    await panel.content.scrollToItem(index, 'smart');
    if (line) {
      const widget = panel.content.widgets[index];
      await widget.ready;
      widget.editor?.setCursorPosition({ line: line - 1, column: 0 });
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._options.tracker.currentChanged.disconnect(
      this._onCurrentChanged,
      this
    );
    this._leave();
    super.dispose();
  }

  private _onCurrentChanged(): void {
    const panel = this._options.tracker.currentWidget;
    if (panel === this._panel) {
      return;
    }
    this._leave();
    this._panel = panel;
    this._isReady = false;
    this.emitChanged();
    if (panel) {
      panel.disposed.connect(this._onDisposed, this);
      void panel.context.ready.then(() => this._enter(panel));
    }
  }

  private _enter(panel: NotebookPanel): void {
    if (panel !== this._panel || panel.isDisposed) {
      return;
    }
    this._isReady = true;
    panel.context.pathChanged.connect(this._onPathChanged, this);
    panel.content.model?.contentChanged.connect(this._onEdited, this);
    this.emitChanged();
  }

  private _leave(): void {
    const panel = this._panel;
    if (panel && !panel.isDisposed) {
      panel.disposed.disconnect(this._onDisposed, this);
      panel.context.pathChanged.disconnect(this._onPathChanged, this);
      panel.content.model?.contentChanged.disconnect(this._onEdited, this);
    }
    this._panel = null;
  }

  private _onDisposed(): void {
    this._panel = null;
    this._isReady = false;
    this.emitChanged();
  }

  private _onPathChanged(): void {
    this.emitChanged();
  }

  private _onEdited(): void {
    this._edited.emit();
  }

  private _panel: NotebookPanel | null = null;
  private _isReady = false;
  private readonly _edited = new Signal<this, void>(this);
}
