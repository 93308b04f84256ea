/**
 * Run, Stop, Parameters.
 */
import { runIcon, stopIcon } from '@jupyterlab/ui-components';

import { isActive } from '../../runs/tokens';
import { shortId } from '../../ui/format';
import { useSignal } from '../../ui/useSignal';
import type { IPanelProps } from './props';

export function Toolbar(props: IPanelProps): JSX.Element {
  const { actions, panel, parameters, pipeline, project, runs, trans } = props;
  useSignal(
    panel.changed,
    parameters.changed,
    pipeline.changed,
    project.changed,
    runs.changed
  );
  const count = parameters.fields.length;
  const { overridden } = parameters;
  const reopened = project.project?.reopened_run;
  const canStop = runs.shown !== null && isActive(runs.shown);
  const canRun = project.project !== null && !runs.isBusy && parameters.isValid;
  return (
    <div
      className="jp-RunwayPanel-toolbar"
      role="toolbar"
      aria-label={trans.__('Pipeline actions')}
    >
      <button
        type="button"
        className="jp-RunwayButton jp-mod-primary"
        disabled={!canRun}
        title={trans.__(
          'Save the notebook and run its steps in a process apart'
        )}
        onClick={actions.run}
      >
        <runIcon.react tag="span" />
        {trans.__('Run')}
      </button>
      <button
        type="button"
        className="jp-RunwayButton"
        disabled={!canStop}
        title={trans.__('Stop the run')}
        aria-label={trans.__('Stop')}
        onClick={actions.stop}
      >
        <stopIcon.react tag="span" />
      </button>
      <button
        type="button"
        className={`jp-RunwayButton${overridden || !parameters.isValid ? ' jp-mod-changed' : ''}`}
        aria-expanded={panel.isFormOpen}
        title={
          overridden
            ? trans._n(
                '%1 value for the next run',
                '%1 values for the next run',
                overridden,
                overridden
              )
            : trans.__('Values for the next run')
        }
        onClick={() => (panel.isFormOpen = !panel.isFormOpen)}
      >
        {trans.__('Parameters (%1)', count)}
      </button>
      {reopened && (
        <span
          className="jp-RunwayPanel-origin"
          title={trans.__('This notebook is as it was in run %1', reopened)}
        >
          {trans.__('reopened %1', shortId(reopened))}
        </span>
      )}
    </div>
  );
}
