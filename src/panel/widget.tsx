/**
 * The Runway side panel as a widget of JupyterLab's left area.
 */
import { ReactWidget } from '@jupyterlab/ui-components';

import { runwayIcon } from '../ui/icons';
import { Panel } from './components/Panel';
import type { IPanelProps } from './components/props';

/** Room for two steps side by side, in pixels. */
const NARROWEST = 360;

export class RunwayPanel extends ReactWidget {
  constructor(private readonly _props: IPanelProps) {
    super();
    this.id = 'runway-jlab-panel';
    this.addClass('jp-RunwayPanel');
    // The side areas' own style sheet is more specific than a class can be.
    this.node.style.minWidth = `${NARROWEST}px`;
    this.title.icon = runwayIcon;
    this.title.caption = _props.trans.__('Runway');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _props.trans.__('Runway'));
  }

  protected override render(): JSX.Element {
    return <Panel {...this._props} />;
  }
}
