/**
 * *Open with link* as a widget of JupyterLab's right area.
 */
import { ReactWidget } from '@jupyterlab/ui-components';

import { linkIcon } from '../ui/icons';
import {
  Reproduction,
  type IReproductionProps
} from './components/Reproduction';

/** Room for a card's summary in two or three lines, in pixels. */
const NARROWEST = 320;

export class ReproductionPanel extends ReactWidget {
  constructor(private readonly _props: IReproductionProps) {
    super();
    this.id = 'runway-jlab-open-with-link';
    this.addClass('jp-RunwayReproduction');
    // The side areas' own style sheet is more specific than a class can be.
    this.node.style.minWidth = `${NARROWEST}px`;
    this.title.icon = linkIcon;
    this.title.caption = _props.trans.__('Open with link');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _props.trans.__('Open with link'));
  }

  protected override render(): JSX.Element {
    return <Reproduction {...this._props} />;
  }
}
