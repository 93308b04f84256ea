/**
 * The notebook that the side panel follows.
 */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { CellText } from '../contract';

/** What Runway needs of the notebook a person works on; nothing else touches JupyterLab's notebook. */
export interface IActiveNotebook {
  /** Another notebook, none, or the same one renamed. */
  readonly changed: ISignal<IActiveNotebook, void>;
  /** A cell's text or metadata, or the cells' order. */
  readonly edited: ISignal<IActiveNotebook, void>;
  /** Relative to the server's root; null when no notebook is open. */
  readonly path: string | null;
  /** The present cells, unsaved edits included. */
  cells(): CellText[];
  metadata(): Record<string, unknown>;
  /** Rejects when the file was not written: an error, or a conflict that the person left unresolved. */
  save(): Promise<void>;
  /** Brings a cell into view and makes it the active one. */
  reveal(cell: string, line?: number | null): Promise<void>;
}

export const IActiveNotebook = new Token<IActiveNotebook>(
  'runway-jlab:IActiveNotebook',
  'The notebook that the Runway side panel follows.'
);
