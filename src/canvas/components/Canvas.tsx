/**
 * The pipeline as a graph. Loaded only when the panel is first shown: React Flow and dagre come with it.
 */
import '@xyflow/react/dist/base.css';

import type { TranslationBundle } from '@jupyterlab/translation';
import {
  Background,
  BackgroundVariant,
  Controls,
  MarkerType,
  MiniMap,
  ReactFlow,
  ReactFlowProvider
} from '@xyflow/react';
import { useMemo, useRef } from 'react';

import type { PipelineView, RunView, StepView } from '../../contract';
import { layoutOf, toEdges, toNodes } from '../nodes';
import { Dependency } from './Dependency';
import { Node } from './Node';
import { useFit } from './useFit';

const NODE_TYPES = { step: Node };
const EDGE_TYPES = { dependency: Dependency };
const EDGE_DEFAULTS = {
  markerEnd: {
    type: MarkerType.ArrowClosed,
    width: 14,
    height: 14,
    color: 'context-stroke'
  }
};
/** Beyond this many steps a map of the whole helps; below, it only covers them. */
const MAP_FROM = 16;

export interface ICanvasProps {
  pipeline: PipelineView;
  run: RunView | null;
  /** When a running step was first seen, in milliseconds since the epoch. */
  runningSince: (step: string) => number | null;
  now: number;
  onOpen: (step: StepView) => void;
  trans: TranslationBundle;
}

export default function Canvas(props: ICanvasProps): JSX.Element {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow(props: ICanvasProps): JSX.Element {
  const { pipeline, run, runningSince, now, onOpen, trans } = props;
  const { bounds, places, route } = useMemo(
    () => layoutOf(pipeline),
    [pipeline]
  );
  const nodes = useMemo(
    () =>
      toNodes({
        pipeline,
        places,
        run,
        elapsed: step => {
          const since = runningSince(step);
          return since === null ? null : (now - since) / 1000;
        },
        onOpen,
        trans
      }),
    [pipeline, places, run, runningSince, now, onOpen, trans]
  );
  const edges = useMemo(
    () => toEdges(pipeline, route, run, trans),
    [pipeline, route, run, trans]
  );
  const frame = useRef<HTMLDivElement>(null);
  const fit = useFit(frame, bounds);
  return (
    <div className="jp-RunwayCanvas" ref={frame}>
      <ReactFlow
        aria-label={trans.__('Pipeline')}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultEdgeOptions={EDGE_DEFAULTS}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        minZoom={0.2}
        maxZoom={2}
        ariaLabelConfig={{
          'controls.ariaLabel': trans.__('Zoom'),
          'controls.zoomIn.ariaLabel': trans.__('Zoom in'),
          'controls.zoomOut.ariaLabel': trans.__('Zoom out'),
          'controls.fitView.ariaLabel': trans.__('Show the whole pipeline'),
          'minimap.ariaLabel': trans.__('Map of the pipeline')
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={18} size={1} />
        <Controls
          orientation="horizontal"
          position="bottom-left"
          showInteractive={false}
          onFitView={fit}
        />
        {pipeline.steps.length >= MAP_FROM && <MiniMap pannable zoomable />}
      </ReactFlow>
    </div>
  );
}
