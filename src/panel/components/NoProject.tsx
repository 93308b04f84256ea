/**
 * What to do first in a folder that is no project: running needs one, looking does not.
 */
import { useSignal } from '../../ui/useSignal';
import type { IPanelProps } from './props';

export function NoProject({
  actions,
  project,
  trans
}: IPanelProps): JSX.Element | null {
  useSignal(project.changed);
  if (project.error !== null) {
    return (
      <p className="jp-RunwayNotice" role="alert">
        {project.error}
      </p>
    );
  }
  if (project.status === null || project.project !== null) {
    return null;
  }
  return (
    <div className="jp-RunwayNotice">
      <span>
        {trans.__(
          'This folder is not a Runway project yet: runs need a place to be kept.'
        )}
      </span>
      <button
        type="button"
        className="jp-RunwayButton jp-mod-primary"
        onClick={actions.createProject}
      >
        {trans.__('Make this folder a project')}
      </button>
    </div>
  );
}
