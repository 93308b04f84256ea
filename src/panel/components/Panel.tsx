/**
 * The side panel: header, toolbar, and the page in front.
 */
import { Form } from '../../parameters/components/Form';
import { useSignal } from '../../ui/useSignal';
import { Header } from './Header';
import { PipelinePage } from './PipelinePage';
import type { IPanelProps } from './props';
import { RunsPage } from './RunsPage';
import { Toolbar } from './Toolbar';

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
