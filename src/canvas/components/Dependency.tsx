/**
 * One dependency: solid for data, dashed for order, dotted where it was observed. Hover names the variables.
 */
import {
  BaseEdge,
  EdgeLabelRenderer,
  getBezierPath,
  type EdgeProps
} from '@xyflow/react';
import { memo, useState } from 'react';

import { curve } from '../../layout/curve';
import type { DependencyEdge } from '../nodes';

const GRASP = 16;
const NAMES_SHOWN = 4;
const NOTHING = { kind: 'data', variables: [], isDone: false, points: null };

export const Dependency = memo(function Dependency(
  props: EdgeProps<DependencyEdge>
): JSX.Element {
  const [isHovered, setHovered] = useState(false);
  const { kind, variables, isDone, points } = props.data ?? NOTHING;
  const [straight, x, y] = getBezierPath(props);
  const path = points ? curve(points) : straight;
  const middle = points ? points[Math.floor(points.length / 2)] : { x, y };
  const classes = ['jp-RunwayCanvas-edge', `jp-mod-${kind}`];
  if (isHovered) {
    classes.push('jp-mod-hovered');
  }
  if (isDone) {
    classes.push('jp-mod-done');
  }
  const names =
    variables.slice(0, NAMES_SHOWN).join(', ') +
    (variables.length > NAMES_SHOWN
      ? ` +${variables.length - NAMES_SHOWN}`
      : '');
  return (
    <>
      <BaseEdge
        path={path}
        markerEnd={props.markerEnd}
        className={classes.join(' ')}
        interactionWidth={0}
      />
      <path
        className="jp-RunwayCanvas-grasp"
        d={path}
        fill="none"
        stroke="transparent"
        strokeWidth={GRASP}
        onMouseEnter={() => setHovered(true)}
        onMouseLeave={() => setHovered(false)}
      />
      {isHovered && (
        <EdgeLabelRenderer>
          <div
            className="jp-RunwayCanvas-label"
            style={{
              transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)`
            }}
          >
            {names || kind}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
