/**
 * The project's runs, as a table.
 */
import type { RunSummary } from '../../contract';
import type { ITableProps } from './props';
import { Row } from './Row';

export function Table(props: ITableProps): JSX.Element {
  const { runs, trans } = props;
  if (runs.length === 0) {
    return (
      <div className="jp-RunwayEmpty">
        <p>
          {trans.__(
            'No runs yet. Press Run: each run is kept here, and opens again exactly as it was.'
          )}
        </p>
      </div>
    );
  }
  const metric = leadingMetric(runs);
  const severalNotebooks =
    new Set(runs.map(({ notebook }) => notebook)).size > 1;
  return (
    <table className="jp-RunwayRuns" aria-label={trans.__('Runs')}>
      <thead>
        <tr>
          <th scope="col">{trans.__('Run')}</th>
          <th scope="col">{trans.__('Started')}</th>
          <th scope="col" className="jp-mod-number">
            {trans.__('Time')}
          </th>
          {metric && (
            <th scope="col" className="jp-mod-number" title={metric}>
              {metric}
            </th>
          )}
          <th scope="col">
            <span className="jp-RunwayHidden">{trans.__('Actions')}</span>
          </th>
        </tr>
      </thead>
      {runs.map(run => (
        <Row
          key={run.run_id}
          {...props}
          run={run}
          metric={metric}
          withNotebook={severalNotebooks}
        />
      ))}
    </table>
  );
}

/** The first metric of the latest run that has any: what the project is about. */
function leadingMetric(runs: readonly RunSummary[]): string | null {
  for (const { metrics } of runs) {
    const [first] = Object.keys(metrics);
    if (first) {
      return first;
    }
  }
  return null;
}
