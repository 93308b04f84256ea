/**
 * The side panel: header, toolbar, and the page in front.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IPipelineModel } from '../../canvas/tokens';
import type { RunSummary } from '../../contract';
import type { IActiveNotebook } from '../../notebooks/tokens';
import { Form } from '../../parameters/components/Form';
import type { IParameterModel } from '../../parameters/tokens';
import type { IProjectModel } from '../../projects/tokens';
import type { IRunModel } from '../../runs/tokens';
import { useSignal } from '../../ui/useSignal';
import type { PanelModel } from '../model';
import { Header } from './Header';
import { PipelinePage } from './PipelinePage';
import { RunsPage } from './RunsPage';
import { Toolbar } from './Toolbar';

export interface IPanelProps {
  panel: PanelModel;
  notebook: IActiveNotebook;
  pipeline: IPipelineModel;
  project: IProjectModel;
  parameters: IParameterModel;
  runs: IRunModel;
  actions: {
    run: () => void;
    stop: () => void;
    createProject: () => void;
    tryExample: () => void;
    openWithLink: (run: RunSummary) => void;
    openTracking: (run: RunSummary) => void;
  };
  trans: TranslationBundle;
}

export function Panel(props: IPanelProps): JSX.Element {
  const { notebook, panel, parameters, pipeline, trans } = props;
  useSignal(panel.changed, notebook.changed, pipeline.changed);
  if (notebook.path === null) {
    return (
      <div className="jp-RunwayEmpty">
        <h2>{trans.__('No notebook open')}</h2>
        <p>
          {trans.__(
            'Open a notebook: its pipeline stands here, read from its cells.'
          )}
        </p>
        <button
          type="button"
          className="jp-RunwayButton"
          onClick={props.actions.tryExample}
        >
          {trans.__('Try the example')}
        </button>
      </div>
    );
  }
  const cell = pipeline.pipeline?.parameters_cell ?? null;
  return (
    <>
      <Header {...props} />
      <Toolbar {...props} />
      {panel.isFormOpen && (
        <Form
          model={parameters}
          onOpenCell={cell === null ? null : () => void notebook.reveal(cell)}
          trans={trans}
        />
      )}
      <div
        className="jp-RunwayPanel-page"
        role="tabpanel"
        id="runway-jlab-page"
        aria-labelledby={`runway-jlab-tab-${panel.page}`}
      >
        {panel.page === 'runs' ? (
          <RunsPage {...props} />
        ) : (
          <PipelinePage {...props} />
        )}
      </div>
    </>
  );
}
