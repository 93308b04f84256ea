/**
 * Runway's part of Jupyter's event stream, as a signal.
 */
import type { Event } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';

import type { RunEvent } from '../contract';

export const RUN_EVENT_SCHEMA = 'https://schema.runway-jlab.org/run/v1';

export interface IRunEvents {
  readonly received: ISignal<IRunEvents, RunEvent>;
}

export class RunEvents implements IRunEvents, IDisposable {
  constructor(private readonly _stream: Event.Stream) {
    _stream.connect(this._onEmission, this);
  }

  get received(): ISignal<this, RunEvent> {
    return this._received;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._stream.disconnect(this._onEmission, this);
    Signal.clearData(this);
  }

  private _onEmission(_: Event.IManager, emission: Event.Emission): void {
    if (emission.schema_id === RUN_EVENT_SCHEMA) {
      this._received.emit(emission as unknown as RunEvent);
    }
  }

  private _isDisposed = false;
  private readonly _received = new Signal<this, RunEvent>(this);
}
