/**
 * Open with link: what the run was, what of it is still here, and the button that brings it back.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ReproductionView } from '../../contract';
import { date, dateTime, metric, shortId } from '../../ui/format';
import { useSignal } from '../../ui/useSignal';
import type { IReproductionModel } from '../tokens';
import { Card } from './Card';

export interface IReproductionProps {
  model: IReproductionModel;
  onOpen: () => void;
  trans: TranslationBundle;
}

export function Reproduction({
  model,
  onOpen,
  trans
}: IReproductionProps): JSX.Element {
  useSignal(model.changed);
  const { error, isOpening, reproduction, runId } = model;
  if (runId === null) {
    return (
      <div className="jp-RunwayEmpty">
        <h2>{trans.__('Open with link')}</h2>
        <p>
          {trans.__(
            'Choose a run in the Runs list of the Runway panel: its notebook opens here as it ran.'
          )}
        </p>
      </div>
    );
  }
  return (
    <>
      <header className="jp-RunwayReproduction-header">
        <h2>{trans.__('Open with link')}</h2>
        <span title={reproduction ? dateTime(reproduction.started) : runId}>
          {trans.__('run %1', shortId(runId))}
          {reproduction && ` · ${date(reproduction.started)}`}
        </span>
      </header>
      <div className="jp-RunwayReproduction-body">
        {error !== null && (
          <p className="jp-RunwayNotice jp-mod-failed" role="alert">
            {error}
          </p>
        )}
        {reproduction === null && error === null && (
          <p className="jp-RunwayHint" aria-busy="true">
            {trans.__('Reading the record…')}
          </p>
        )}
        {reproduction && (
          <Record
            reproduction={reproduction}
            isOpening={isOpening}
            onOpen={onOpen}
            trans={trans}
          />
        )}
      </div>
    </>
  );
}

interface IRecordProps {
  reproduction: ReproductionView;
  isOpening: boolean;
  onOpen: () => void;
  trans: TranslationBundle;
}

function Record({
  reproduction,
  isOpening,
  onOpen,
  trans
}: IRecordProps): JSX.Element {
  const { axes, folder, incomplete, metrics, notebook, opened } = reproduction;
  const figures = Object.entries(metrics);
  return (
    <>
      <p className="jp-RunwayReproduction-about">
        {notebook}
        {standingOn(reproduction, trans)}
        {figures.map(([name, value]) => (
          <span key={name}>
            {' · '}
            {name} <strong title={String(value)}>{metric(value)}</strong>
          </span>
        ))}
      </p>
      <Card title={trans.__('Code')} axis={axes.code} trans={trans} />
      <Card
        title={trans.__('Parameters')}
        axis={axes.parameters}
        trans={trans}
      />
      <Card title={trans.__('Data')} axis={axes.data} trans={trans} />
      <Card
        title={trans.__('Environment')}
        axis={axes.environment}
        trans={trans}
      />
      {incomplete.length > 0 && (
        <div className="jp-RunwayNotice jp-mod-warning">
          <span>
            {trans.__('Not captured:')} {incomplete.join(' · ')}
          </span>
        </div>
      )}
      <button
        type="button"
        className="jp-RunwayButton jp-mod-primary"
        disabled={isOpening}
        aria-busy={isOpening}
        onClick={onOpen}
      >
        {trans.__('Open notebook as it ran')}
      </button>
      <p className="jp-RunwayHint">
        {opened ? trans.__('Opened before, in') : trans.__('Opens in')}{' '}
        <code>{folder}/</code>. {trans.__('Nothing of today is touched.')}
      </p>
    </>
  );
}

function standingOn(
  { branch, commit, dirty }: ReproductionView,
  trans: TranslationBundle
): string {
  if (!commit) {
    return '';
  }
  const at = trans.__('at %1', commit.slice(0, 7));
  const on = branch ? trans.__('on %1', branch) : '';
  const with_ = dirty ? trans.__('+ uncommitted changes') : '';
  return ` ${[at, on, with_].filter(Boolean).join(' ')}`;
}
