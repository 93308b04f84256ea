/**
 * The line below the canvas: how the run goes, what it measured, how many problems there are.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';

import { Problems } from '../../canvas/components/Problems';
import type { RunView } from '../../contract';
import { isActive } from '../../runs/tokens';
import { ago, dateTime, duration, metric, shortId } from '../../ui/format';
import { lookOfState } from '../../ui/states';
import type { IPanelProps } from './props';

const METRICS_SHOWN = 4;

export function Footer(props: IPanelProps & { now: number }): JSX.Element {
  const { notebook, now, pipeline, runs, trans } = props;
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const problems = pipeline.pipeline?.problems ?? [];
  const steps = pipeline.pipeline?.steps.length ?? 0;
  const hasError = problems.some(({ severity }) => severity === 'error');
  const showProblems = problems.length > 0 && (isOpen ?? hasError);
  const metrics = Object.entries(runs.shown?.metrics ?? {}).slice(
    0,
    METRICS_SHOWN
  );
  return (
    <footer className="jp-RunwayPanel-footer">
      {showProblems && (
        <Problems
          problems={problems}
          onOpen={(cell, line) => void notebook.reveal(cell, line)}
          trans={trans}
        />
      )}
      {metrics.length > 0 && (
        <dl aria-label={trans.__('Metrics')}>
          {metrics.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={String(value)}>{metric(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className="jp-RunwayPanel-status">
        <span role="status">
          {runs.shown ? (
            <RunStatus
              run={runs.shown}
              since={step => runs.runningSince(step)}
              now={now}
              trans={trans}
            />
          ) : (
            trans._n('%1 step', '%1 steps', steps, steps)
          )}
        </span>
        {problems.length > 0 ? (
          <button
            type="button"
            className="jp-RunwayLink"
            aria-expanded={showProblems}
            onClick={() => setOpen(!showProblems)}
          >
            {trans._n(
              '%1 problem',
              '%1 problems',
              problems.length,
              problems.length
            )}
          </button>
        ) : (
          <span>{trans.__('no problems')}</span>
        )}
      </div>
    </footer>
  );
}

interface IRunStatusProps {
  run: RunView;
  since: (step: string) => number | null;
  now: number;
  trans: TranslationBundle;
}

function RunStatus({ run, since, now, trans }: IRunStatusProps): JSX.Element {
  const look = lookOfState(run.state, trans);
  const parts: string[] = [];
  if (isActive(run)) {
    const ended = run.steps.filter(
      ({ state }) => state !== 'QUEUED' && state !== 'RUNNING'
    ).length;
    const current = run.steps.find(({ state }) => state === 'RUNNING');
    const at = Math.min(ended + 1, run.steps.length);
    if (!current && ended === 0) {
      const seconds = Math.round((now - Date.parse(run.started)) / 1000);
      parts.push(trans.__('imports and set-up'));
      parts.push(duration(Math.max(1, seconds)));
    } else {
      parts.push(trans.__('step %1 of %2', at, run.steps.length));
    }
    const from = current ? since(current.name) : null;
    if (current) {
      const seconds =
        from === null ? 1 : Math.max(1, Math.round((now - from) / 1000));
      parts.push(`${current.name} ${duration(seconds)}`);
    }
  } else {
    if (run.seconds !== null) {
      parts.push(duration(run.seconds));
    }
    parts.push(ago(run.started, now, trans));
  }
  return (
    <span className={look.modifier} title={dateTime(run.started)}>
      <look.icon.react tag="span" className="jp-RunwayPanel-stateIcon" />
      {trans.__('Run %1', shortId(run.run_id))} {look.word}
      {parts.map(part => ` · ${part}`)}
    </span>
  );
}
