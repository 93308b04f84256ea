/**
 * One step on the canvas: a button that leads to its first cell.
 */
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';

import { idleIcon, proposedIcon } from '../../ui/icons';
import type { StepNode } from '../nodes';

export const Node = memo(function Node({
  data
}: NodeProps<StepNode>): JSX.Element {
  const { color, look, name, onOpen, proposed, stripe, subtitle } = data;
  const Icon = look?.icon ?? (proposed ? proposedIcon : idleIcon);
  const classes = ['jp-RunwayCanvas-node', look?.modifier ?? 'jp-mod-idle'];
  if (proposed) {
    classes.push('jp-mod-proposed');
  }
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <button
        type="button"
        className={classes.join(' ')}
        aria-label={`${name}: ${subtitle}`}
        title={`${name}\n${subtitle}`}
        onClick={onOpen}
      >
        <span
          className="jp-RunwayCanvas-stripe"
          data-stripe={stripe}
          style={color ? { background: color } : undefined}
        />
        <span className="jp-RunwayCanvas-name">{name}</span>
        <Icon.react tag="span" className="jp-RunwayCanvas-icon" />
        <span className="jp-RunwayCanvas-subtitle">{subtitle}</span>
      </button>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
});
