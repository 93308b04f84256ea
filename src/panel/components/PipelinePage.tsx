/**
 * The canvas with what stands below it, or what to do first when there is nothing to draw.
 */
import { lazy, Suspense, useCallback } from 'react';

import type { StepView } from '../../contract';
import { Failure } from '../../runs/components/Failure';
import { useNow } from '../../ui/useNow';
import { useSignal } from '../../ui/useSignal';
import { Footer } from './Footer';
import { NoProject } from './NoProject';
import type { IPanelProps } from './props';

const Canvas = lazy(() => import('../../canvas/components/Canvas'));

/** Between two looks at the clock while a step runs, and while none does; in milliseconds. */
const TICK = 1000;
const REST = 60_000;

export function PipelinePage(props: IPanelProps): JSX.Element {
  const { notebook, pipeline: model, runs, trans } = props;
  useSignal(model.changed, runs.changed);
  const now = useNow(runs.isBusy ? TICK : REST);
  const onOpen = useCallback(
    (step: StepView) => void notebook.reveal(step.cells[0]),
    [notebook]
  );
  const since = useCallback((step: string) => runs.runningSince(step), [runs]);
  const { error, pipeline } = model;
  if (error !== null && pipeline === null) {
    return (
      <p className="jp-RunwayEmpty" role="alert">
        {error}
      </p>
    );
  }
  if (pipeline === null) {
    return <div className="jp-RunwayEmpty" aria-busy="true" />;
  }
  const run = runs.shown;
  return (
    <>
      <NoProject {...props} />
      {pipeline.steps.length === 0 ? (
        <div className="jp-RunwayEmpty">
          <h2>{trans.__('No steps yet')}</h2>
          <p>
            {trans.__(
              'Write code in a cell: each cell that computes something becomes a step.'
            )}
          </p>
        </div>
      ) : (
        <Suspense
          fallback={<div className="jp-RunwayEmpty" aria-busy="true" />}
        >
          <Canvas
            pipeline={pipeline}
            run={run}
            runningSince={since}
            now={now}
            onOpen={onOpen}
            trans={trans}
          />
        </Suspense>
      )}
      {run && (
        <Failure
          run={run}
          onOpen={cell => void notebook.reveal(cell)}
          trans={trans}
        />
      )}
      <Footer {...props} now={now} />
    </>
  );
}
