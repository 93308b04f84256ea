/**
 * One run, in two lines: how it went and the ways back into it; what made it differ.
 */

import type { ParameterView, RunSummary } from '../../contract';
import {
  ago,
  dateTime,
  duration,
  literal,
  metric as figure,
  shortId
} from '../../ui/format';
import { linkIcon, trackingIcon } from '../../ui/icons';
import { lookOfState } from '../../ui/states';
import type { ITableProps } from './props';

export interface IRowProps extends ITableProps {
  run: RunSummary;
  /** The metric that has a column. */
  metric: string | null;
  withNotebook: boolean;
}

export function Row(props: IRowProps): JSX.Element {
  const { run, metric, now, path, shown, trans } = props;
  const { icon, modifier, word } = lookOfState(run.state, trans);
  const id = shortId(run.run_id);
  const isShown = run.run_id === shown;
  const value = metric === null ? undefined : run.metrics[metric];
  const classes = `${modifier}${isShown ? ' jp-mod-selected' : ''}`;
  return (
    <tbody className={classes} aria-label={trans.__('Run %1', id)}>
      <tr aria-current={isShown || undefined}>
        <th scope="row">
          <icon.react tag="span" className="jp-RunwayRuns-icon" title={word} />
          <button
            type="button"
            className="jp-RunwayLink jp-RunwayRuns-id"
            disabled={run.path !== path}
            title={trans.__('Show run %1 on the canvas', id)}
            onClick={() => props.onShow(run)}
          >
            {id}
          </button>
        </th>
        <td title={dateTime(run.started)}>{ago(run.started, now, trans)}</td>
        <td className="jp-mod-number">
          {run.seconds === null ? '–' : duration(run.seconds)}
        </td>
        {metric && (
          <td className="jp-mod-number jp-mod-metric">
            {value === undefined ? '' : figure(value)}
          </td>
        )}
        <td className="jp-RunwayRuns-actions">
          <button
            type="button"
            className="jp-RunwayIconButton"
            title={trans.__('Open with link')}
            aria-label={trans.__('Open run %1 with link', id)}
            onClick={() => props.onOpenWithLink(run)}
          >
            <linkIcon.react tag="span" />
          </button>
          <button
            type="button"
            className="jp-RunwayIconButton"
            title={trans.__('Open in MLflow')}
            aria-label={trans.__('Open run %1 in MLflow', id)}
            onClick={() => props.onOpenTracking(run)}
          >
            <trackingIcon.react tag="span" />
          </button>
        </td>
      </tr>
      <tr className="jp-RunwayRuns-about">
        <td colSpan={metric ? 5 : 4}>{aboutOf(word, props)}</td>
      </tr>
    </tbody>
  );
}

/** State in a word, then the notebook if it is not plain, then parameters that differ from today's. */
function aboutOf(
  word: string,
  { run, parameters, path, withNotebook }: IRowProps
): string {
  const parts = [word];
  if (withNotebook) {
    parts.push(run.notebook);
  }
  if (run.path === path) {
    parts.push(...differing(run, parameters));
  }
  return parts.join(' · ');
}

function differing(
  run: RunSummary,
  parameters: readonly ParameterView[]
): string[] {
  return parameters
    .filter(({ name }) => name in run.parameters)
    .filter(
      ({ name, default: today }) =>
        literal(run.parameters[name]) !== literal(today)
    )
    .map(({ name }) => `${name} ${literal(run.parameters[name])}`);
}
