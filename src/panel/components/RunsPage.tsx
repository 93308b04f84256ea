/**
 * The list of runs as a page of the side panel.
 */
import { Table } from '../../runs/components/Table';
import { useNow } from '../../ui/useNow';
import { useSignal } from '../../ui/useSignal';
import { NoProject } from './NoProject';
import type { IPanelProps } from './props';

const MINUTE = 60_000;

export function RunsPage(props: IPanelProps): JSX.Element {
  const { actions, notebook, panel, pipeline, project, runs, trans } = props;
  useSignal(runs.changed, project.changed);
  const now = useNow(MINUTE);
  if (runs.error !== null) {
    return (
      <p className="jp-RunwayEmpty" role="alert">
        {runs.error}
      </p>
    );
  }
  if (project.project === null) {
    return <NoProject {...props} />;
  }
  if (runs.runs === null) {
    return <div className="jp-RunwayEmpty" aria-busy="true" />;
  }
  return (
    <div className="jp-RunwayPanel-scroll">
      <Table
        runs={runs.runs}
        path={notebook.path}
        parameters={pipeline.pipeline?.parameters ?? []}
        shown={runs.shown?.run_id ?? null}
        now={now}
        onShow={run => {
          runs.show(run.run_id);
          panel.page = 'pipeline';
        }}
        onOpenWithLink={actions.openWithLink}
        onOpenTracking={actions.openTracking}
        trans={trans}
      />
    </div>
  );
}
