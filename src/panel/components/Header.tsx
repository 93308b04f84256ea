/**
 * The notebook's name and the panel's two pages.
 */
import type { KeyboardEvent } from 'react';

import { useSignal } from '../../ui/useSignal';
import type { Page } from '../tokens';
import type { IPanelProps } from './props';

export function Header({
  notebook,
  panel,
  runs,
  trans
}: IPanelProps): JSX.Element {
  useSignal(panel.changed, runs.changed);
  const path = notebook.path ?? '';
  const name = path.slice(path.lastIndexOf('/') + 1);
  const count = runs.runs?.length ?? 0;
  const pages: [Page, string][] = [
    ['pipeline', trans.__('Pipeline')],
    ['runs', count ? trans.__('Runs (%1)', count) : trans.__('Runs')]
  ];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      panel.page = panel.page === 'runs' ? 'pipeline' : 'runs';
      document.getElementById(`runway-jlab-tab-${panel.page}`)?.focus();
    }
  };
  return (
    <header className="jp-RunwayPanel-header">
      <h2 title={path}>{name}</h2>
      <div role="tablist" aria-label={trans.__('Runway')} onKeyDown={onKeyDown}>
        {pages.map(([page, label]) => (
          <button
            key={page}
            type="button"
            role="tab"
            id={`runway-jlab-tab-${page}`}
            aria-selected={panel.page === page}
            aria-controls="runway-jlab-page"
            tabIndex={panel.page === page ? 0 : -1}
            onClick={() => (panel.page = page)}
          >
            {label}
          </button>
        ))}
      </div>
    </header>
  );
}
