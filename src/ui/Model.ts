/**
 * What every model shares: one signal that says "look again", and an end after which it says nothing.
 */
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';

export abstract class Model implements IDisposable {
  /** Something that a view shows is another than before. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Lets go of all connections, those to other models included. */
  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  protected emitChanged(): void {
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
