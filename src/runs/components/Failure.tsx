/**
 * Why a run failed: the step, the exception, the way to its cell, and the traceback on demand.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunView } from '../../contract';
import { failedIcon } from '../../ui/icons';

export interface IFailureProps {
  run: RunView;
  onOpen: (cell: string) => void;
  trans: TranslationBundle;
}

export function Failure({
  run,
  onOpen,
  trans
}: IFailureProps): JSX.Element | null {
  const step = run.steps.find(one => one.error);
  if (!step?.error) {
    return run.message && run.state !== 'FINISHED' ? (
      <section
        className="jp-RunwayFailure"
        aria-label={trans.__('Why it ended')}
      >
        <p>{run.message}</p>
      </section>
    ) : null;
  }
  const { cell, message, name, traceback } = step.error;
  return (
    <section
      className="jp-RunwayFailure jp-mod-failed"
      aria-label={trans.__('Failure of %1', step.name)}
    >
      <header>
        <failedIcon.react tag="span" className="jp-RunwayFailure-icon" />
        <strong>{trans.__('%1 failed', step.name)}</strong>
        <button
          type="button"
          className="jp-RunwayLink"
          onClick={() => onOpen(cell)}
        >
          {trans.__('Go to cell')}
        </button>
      </header>
      <p>
        <code>{name}</code>: {message}
      </p>
      <details>
        <summary>{trans.__('Traceback')}</summary>
        <pre tabIndex={0}>{traceback}</pre>
      </details>
    </section>
  );
}
