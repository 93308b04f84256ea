/**
 * Which page of the side panel is in front, and whether the parameters are unfolded.
 */
import { Signal, type ISignal } from '@lumino/signaling';

import type { Page } from './tokens';

export class PanelModel {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get page(): Page {
    return this._page;
  }

  set page(page: Page) {
    this._page = page;
    this._changed.emit();
  }

  get isFormOpen(): boolean {
    return this._isFormOpen;
  }

  set isFormOpen(open: boolean) {
    this._isFormOpen = open;
    this._changed.emit();
  }

  private _page: Page = 'pipeline';
  private _isFormOpen = false;
  private readonly _changed = new Signal<this, void>(this);
}
