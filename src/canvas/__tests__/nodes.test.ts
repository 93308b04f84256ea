import { nullTranslator } from '@jupyterlab/translation';

import { pipeline, run, step } from '../../__tests__/fakes';
import type { RunView, StepView } from '../../contract';
import { layoutOf, toEdges, toNodes } from '../nodes';

const trans = nullTranslator.load('runway_jlab');

const view = (name: string, changes: Partial<StepView> = {}): StepView => ({
  name,
  cells: ['a', 'b'],
  reads: [],
  writes: [],
  proposed: false,
  color: null,
  position: null,
  ...changes
});

const PIPELINE = pipeline({
  steps: [view('Load'), view('Train', { proposed: true, cells: ['c'] })],
  edges: [{ from: 'Load', to: 'Train', kind: 'data', variables: ['X'] }]
});

const nodesOf = (of: RunView | null) =>
  toNodes({
    pipeline: PIPELINE,
    places: layoutOf(PIPELINE).places,
    run: of,
    elapsed: () => 3.2,
    onOpen: () => undefined,
    trans
  });

describe('canvas/nodes', () => {
  it('says what a step is before any run', () => {
    expect(nodesOf(null).map(({ data }) => data.subtitle)).toEqual([
      '2 cells',
      'proposed · 1 cell'
    ]);
  });

  it.each([
    [step('Load', 'QUEUED'), 'queued · 2 cells'],
    [step('Load', 'RUNNING'), 'running · 3.0 s'],
    [
      { ...step('Load', 'FINISHED'), seconds: 1.1, max_rss_bytes: 140e6 },
      'done · 1.1 s · 140 MB'
    ],
    [
      { ...step('Load', 'FINISHED'), cached: true, seconds: 0.4 },
      'cached · 0.4 s'
    ],
    [
      { ...step('Load', 'SKIPPED'), because: 'needs Clean' },
      'skipped · needs Clean'
    ]
  ])('says how it went: %j', (result, text) => {
    const [node] = nodesOf(run({ steps: [result] }));
    expect(node.data.subtitle).toBe(text);
  });

  it('shows a step that the run did not know as not run', () => {
    const [, train] = nodesOf(run({ steps: [step('Load', 'FINISHED')] }));
    expect(train.data.look).toBeNull();
  });

  it('names the variables on an edge', () => {
    const [edge] = toEdges(PIPELINE, layoutOf(PIPELINE).route, null, trans);
    expect(edge).toMatchObject({
      source: 'Load',
      target: 'Train',
      data: { variables: ['X'] }
    });
  });
});
