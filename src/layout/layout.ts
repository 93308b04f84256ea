/**
 * Places a pipeline's steps from top to bottom. Pure: the same graph gives the same places.
 */
import { Graph, layout as arrange } from '@dagrejs/dagre';

export const NODE_WIDTH = 158;
export const NODE_HEIGHT = 48;

const BETWEEN_SIBLINGS = 14;
const BETWEEN_EDGES = 8;
const BETWEEN_RANKS = 42;

export interface ILayoutNode {
  id: string;
  /** Where a person put it; it stays there. */
  position?: readonly [number, number] | null;
}

export interface ILayoutEdge {
  source: string;
  target: string;
}

export interface IPlace {
  /** Upper left corner, in canvas units. */
  x: number;
  y: number;
  /** Steps on the longest way from a first step to this one. */
  depth: number;
}

export interface IPoint {
  x: number;
  y: number;
}

export interface IBounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface ILayout {
  /** Of all nodes and routes. */
  bounds: IBounds;
  /** By node. */
  places: Map<string, IPlace>;
  /** The way of an edge round the nodes between its ends; none when a person moved one of them. */
  route(source: string, target: string): IPoint[] | null;
}

/** A place for every node. Edges from or to unknown nodes, and to a node itself, are left out. */
export function layout(
  nodes: readonly ILayoutNode[],
  edges: readonly ILayoutEdge[]
): ILayout {
  const known = new Set(nodes.map(node => node.id));
  const usable = edges.filter(
    ({ source, target }) =>
      source !== target && known.has(source) && known.has(target)
  );
  const graph = new Graph();
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setGraph({
    rankdir: 'TB',
    ranker: 'tight-tree',
    nodesep: BETWEEN_SIBLINGS,
    edgesep: BETWEEN_EDGES,
    ranksep: BETWEEN_RANKS
  });
  nodes.forEach(({ id }) =>
    graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  );
  usable.forEach(({ source, target }) => graph.setEdge(source, target));
  arrange(graph);
  const depths = depthsOf(nodes, usable);
  const places = new Map(
    nodes.map(({ id, position }): [string, IPlace] => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      const depth = depths.get(id) ?? 0;
      return [
        id,
        position
          ? { x: position[0], y: position[1], depth }
          : { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2, depth }
      ];
    })
  );
  const moved = new Set(
    nodes.filter(({ position }) => position).map(({ id }) => id)
  );
  const route = (source: string, target: string): IPoint[] | null => {
    const label = graph.edge(source, target) as
      { points?: IPoint[] } | undefined;
    return moved.has(source) || moved.has(target)
      ? null
      : (label?.points ?? null);
  };
  const routed = usable.flatMap(
    ({ source, target }) => route(source, target) ?? []
  );
  return { bounds: boundsOf([...places.values()], routed), places, route };
}

/** Relaxes the edges at most once per node, so that a circle ends it too. */
function depthsOf(
  nodes: readonly ILayoutNode[],
  edges: readonly ILayoutEdge[]
): Map<string, number> {
  const depths = new Map(nodes.map(({ id }) => [id, 0]));
  for (let round = 0; round < nodes.length; round += 1) {
    let moved = false;
    for (const { source, target } of edges) {
      const least = (depths.get(source) ?? 0) + 1;
      if (least > (depths.get(target) ?? 0) && least < nodes.length) {
        depths.set(target, least);
        moved = true;
      }
    }
    if (!moved) {
      break;
    }
  }
  return depths;
}

function boundsOf(
  places: readonly IPlace[],
  points: readonly IPoint[]
): IBounds {
  const xs = [...points, ...places].map(({ x }) => x);
  const ys = [...points, ...places].map(({ y }) => y);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(
      ...points.map(({ x }) => x),
      ...places.map(({ x }) => x + NODE_WIDTH)
    ),
    bottom: Math.max(
      ...points.map(({ y }) => y),
      ...places.map(({ y }) => y + NODE_HEIGHT)
    )
  };
}
