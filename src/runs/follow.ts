/**
 * A run's view moved on by an event, without asking the server.
 */
import type { RunEvent, RunView, StepRunView } from '../contract';

/** The next view, or null when the event cannot be applied and the server must be asked. */
export function applyEvent(run: RunView, event: RunEvent): RunView | null {
  const isNext = event.revision === run.revision + 1;
  if (!isNext || isFinal(event.state) || isFinal(event.step_state)) {
    return null;
  }
  const steps = run.steps.map(step =>
    step.name === event.step && event.step_state
      ? { ...step, state: event.step_state }
      : step
  );
  return { ...run, state: event.state, revision: event.revision, steps };
}

/** A final state comes with time, memory, metrics or an error, which events do not carry. */
function isFinal(state: StepRunView['state'] | null): boolean {
  return state !== null && state !== 'QUEUED' && state !== 'RUNNING';
}
