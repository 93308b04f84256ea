import { event, run } from '../../__tests__/fakes';
import { applyEvent } from '../follow';

describe('runs/applyEvent', () => {
  it('moves a step on', () => {
    const next = applyEvent(
      run(),
      event({ step: 'Load', step_state: 'RUNNING' })
    );
    expect(next?.steps[0].state).toBe('RUNNING');
    expect(next?.revision).toBe(2);
  });

  it.each([
    ['an event is missing', event({ revision: 3 })],
    ['the step has ended', event({ step: 'Load', step_state: 'FINISHED' })],
    ['the run has ended', event({ state: 'FAILED' })]
  ])('leaves it to the server when %s', (_, one) => {
    expect(applyEvent(run(), one)).toBeNull();
  });
});
