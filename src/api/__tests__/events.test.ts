import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { event } from '../../__tests__/fakes';
import { RUN_EVENT_SCHEMA, RunEvents } from '../events';

describe('api/RunEvents', () => {
  it('passes on what is ours, until disposed', () => {
    const stream = new Signal<object, Event.Emission>({});
    const events = new RunEvents(stream as unknown as Event.Stream);
    const ids: string[] = [];
    events.received.connect((_, one) => ids.push(one.run_id));
    stream.emit({ schema_id: RUN_EVENT_SCHEMA, ...event() });
    stream.emit({
      schema_id: 'https://events.jupyter.org/kernel_actions/v1',
      ...event({ run_id: 'no' })
    });
    events.dispose();
    stream.emit({ schema_id: RUN_EVENT_SCHEMA, ...event({ run_id: 'late' }) });
    expect(ids).toEqual(['r1']);
  });
});
