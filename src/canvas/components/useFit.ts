/**
 * Keeps the whole pipeline in view, from the top down.
 */
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect } from 'react';

import { NODE_HEIGHT, NODE_WIDTH } from '../../layout/layout';
import type { StepNode } from '../nodes';

/** Around the graph, in pixels; below it, room for the controls. */
const MARGIN = 20;
const CONTROLS = 48;

/** Below this, names cannot be read: better to scroll. */
const SMALLEST = 0.5;

/** Fits when the steps' places or the panel's size change; answers the same as a function for a button. */
export function useFit(
  frame: React.RefObject<HTMLElement>,
  nodes: readonly StepNode[]
): () => void {
  const { setViewport } = useReactFlow();
  const places = nodes
    .map(({ id, position }) => `${id} ${position.x} ${position.y}`)
    .join('\n');
  const fit = useCallback(() => {
    const element = frame.current;
    if (!element || nodes.length === 0 || element.clientWidth === 0) {
      return;
    }
    const left = Math.min(...nodes.map(({ position }) => position.x));
    const top = Math.min(...nodes.map(({ position }) => position.y));
    const right = Math.max(...nodes.map(({ position }) => position.x)) + NODE_WIDTH;
    const bottom = Math.max(...nodes.map(({ position }) => position.y)) + NODE_HEIGHT;
    const wide = (element.clientWidth - 2 * MARGIN) / (right - left);
    const high = (element.clientHeight - MARGIN - CONTROLS) / (bottom - top);
    const zoom = Math.max(SMALLEST, Math.min(1, wide, high));
    void setViewport({
      x: (element.clientWidth - (left + right) * zoom) / 2,
      y: MARGIN - top * zoom,
      zoom
    });
    // Nodes are new objects with every state; only their places count.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [frame, places, setViewport]);
  useEffect(() => {
    let request = 0;
    const soon = (): void => {
      window.cancelAnimationFrame(request);
      request = window.requestAnimationFrame(fit);
    };
    soon();
    const observer = new ResizeObserver(soon);
    if (frame.current) {
      observer.observe(frame.current);
    }
    return () => {
      window.cancelAnimationFrame(request);
      observer.disconnect();
    };
  }, [fit, frame]);
  return fit;
}
