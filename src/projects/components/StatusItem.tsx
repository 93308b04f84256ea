/**
 * The status bar's word on the project and its MLflow.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { MlflowView } from '../../contract';
import type { ITrackingModel } from '../../tracking/tokens';
import { runwayIcon } from '../../ui/icons';
import { useSignal } from '../../ui/useSignal';
import type { IProjectModel } from '../tokens';

export interface IStatusItemProps {
  project: IProjectModel;
  tracking: ITrackingModel;
  onOpenPanel: () => void;
  onOpenTracking: () => void;
  trans: TranslationBundle;
}

export function StatusItem(props: IStatusItemProps): JSX.Element | null {
  const { project, tracking, trans } = props;
  useSignal(project.changed, tracking.changed);
  if (project.project === null) {
    return null;
  }
  const state = tracking.mlflow?.state ?? 'stopped';
  return (
    <span className="jp-RunwayStatus">
      <button
        type="button"
        title={project.project.root}
        onClick={props.onOpenPanel}
      >
        <runwayIcon.react tag="span" className="jp-RunwayStatus-icon" />
        {project.project.name}
      </button>
      <button
        type="button"
        title={tracking.mlflow?.message ?? trans.__('Open MLflow')}
        onClick={props.onOpenTracking}
      >
        {trans.__('MLflow: %1', wordOf(state, trans))}
      </button>
    </span>
  );
}

function wordOf(state: MlflowView['state'], trans: TranslationBundle): string {
  switch (state) {
    case 'stopped':
      return trans.__('off');
    case 'starting':
      return trans.__('starting');
    case 'ready':
      return trans.__('ready');
    case 'failed':
      return trans.__('failed');
  }
}
