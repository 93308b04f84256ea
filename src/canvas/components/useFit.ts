/**
 * Keeps the whole pipeline in view, from the top down.
 */
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect } from 'react';

import type { IBounds } from '../../layout/layout';

/** Around the graph, in pixels; below it, room for the controls. */
const MARGIN = 12;
const CONTROLS = 48;

/** Below this, names cannot be read: better to scroll. */
const SMALLEST = 0.5;

/** Fits when the graph's bounds or the panel's size change; answers the same as a function for a button. */
export function useFit(
  frame: React.RefObject<HTMLElement>,
  bounds: IBounds
): () => void {
  const { setViewport } = useReactFlow();
  const { left, top, right, bottom } = bounds;
  const fit = useCallback(() => {
    const element = frame.current;
    const isEmpty = !(right > left);
    if (!element || isEmpty || element.clientWidth === 0) {
      return;
    }
    const wide = (element.clientWidth - 2 * MARGIN) / (right - left);
    const high = (element.clientHeight - MARGIN - CONTROLS) / (bottom - top);
    const zoom = Math.max(SMALLEST, Math.min(1, wide, high));
    void setViewport({
      x: (element.clientWidth - (left + right) * zoom) / 2,
      y: MARGIN - top * zoom,
      zoom
    });
  }, [frame, left, top, right, bottom, setViewport]);
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
