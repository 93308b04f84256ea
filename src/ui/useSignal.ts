/**
 * The one bridge between Lumino's signals and React.
 */
import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer } from 'react';

/** Renders the component again whenever one of the signals fires. */
export function useSignal(...signals: ISignal<object, unknown>[]): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const slot = () => again();
    signals.forEach(signal => signal.connect(slot));
    // What changed between the first render and this effect would be missed.
    again();
    return () => signals.forEach(signal => signal.disconnect(slot));
    // A model's signals are as old as the model.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, signals);
}
