/**
 * A pipeline and a run, joined by step name, as React Flow's nodes and edges.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Edge, Node } from '@xyflow/react';

import type {
  EdgeView,
  PipelineView,
  RunView,
  StepRunView,
  StepView
} from '../contract';
import {
  layout,
  NODE_HEIGHT,
  NODE_WIDTH,
  type ILayout,
  type IPoint
} from '../layout/layout';
import { bytes, duration } from '../ui/format';
import { lookOfState, type ILook } from '../ui/states';

/** How many stripe colours the style sheet knows. */
const STRIPES = 6;

export type StepNode = Node<
  {
    name: string;
    look: ILook | null;
    /** What the step is or did, in a few words. */
    subtitle: string;
    proposed: boolean;
    /** The user's colour, else null and `stripe` counts. */
    color: string | null;
    stripe: number;
    onOpen: () => void;
  },
  'step'
>;

export type DependencyEdge = Edge<
  {
    kind: EdgeView['kind'];
    variables: string[];
    isDone: boolean;
    /** Round the steps between; null leaves the way to React Flow. */
    points: IPoint[] | null;
  },
  'dependency'
>;

export interface IGraphOptions {
  pipeline: PipelineView;
  places: ILayout['places'];
  run: RunView | null;
  /** Seconds that a running step has run. */
  elapsed: (step: string) => number | null;
  onOpen: (step: StepView) => void;
  trans: TranslationBundle;
}

export function layoutOf({ steps, edges }: PipelineView): ILayout {
  return layout(
    steps.map(({ name, position }) => ({ id: name, position })),
    edges.map(({ from, to }) => ({ source: from, target: to }))
  );
}

export function toNodes(options: IGraphOptions): StepNode[] {
  const { pipeline, places, run, onOpen, trans } = options;
  const results = new Map(run?.steps.map(step => [step.name, step]));
  return pipeline.steps.map(step => {
    const result = results.get(step.name);
    const { x, y, depth } = places.get(step.name) ?? { x: 0, y: 0, depth: 0 };
    const look = result
      ? lookOfState(result.state, trans, result.cached)
      : null;
    return {
      id: step.name,
      type: 'step',
      position: { x, y },
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      data: {
        name: step.name,
        look,
        subtitle: subtitleOf(step, result, options),
        proposed: step.proposed,
        color: step.color,
        stripe: depth % STRIPES,
        onOpen: () => onOpen(step)
      }
    };
  });
}

export function toEdges(
  pipeline: PipelineView,
  route: ILayout['route'],
  run: RunView | null,
  trans: TranslationBundle
): DependencyEdge[] {
  const done = new Set(
    run?.steps
      .filter(({ state }) => state === 'FINISHED')
      .map(({ name }) => name)
  );
  return pipeline.edges.map(({ from, to, kind, variables }) => ({
    id: `${from}→${to}:${kind}`,
    type: 'dependency',
    ariaLabel: [trans.__('Edge from %1 to %2', from, to), ...variables].join(
      ' '
    ),
    source: from,
    target: to,
    data: { kind, variables, isDone: done.has(from), points: route(from, to) }
  }));
}

function subtitleOf(
  step: StepView,
  result: StepRunView | undefined,
  { elapsed, trans }: IGraphOptions
): string {
  const count = trans._n(
    '%1 cell',
    '%1 cells',
    step.cells.length,
    step.cells.length
  );
  if (!result) {
    return step.proposed ? `${trans.__('proposed')} · ${count}` : count;
  }
  const { word } = lookOfState(result.state, trans, result.cached);
  const parts = [word];
  switch (result.state) {
    case 'QUEUED':
      parts.push(count);
      break;
    case 'RUNNING': {
      const seconds = elapsed(step.name);
      parts.push(
        seconds === null ? count : duration(Math.max(1, Math.round(seconds)))
      );
      break;
    }
    case 'SKIPPED':
      parts.push(result.because ?? count);
      break;
    default:
      if (result.seconds !== null) {
        parts.push(duration(result.seconds));
      }
      if (result.max_rss_bytes !== null) {
        parts.push(bytes(result.max_rss_bytes));
      }
  }
  return parts.join(' · ');
}
