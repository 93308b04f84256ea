/**
 * MLflow's own pages in a tab of JupyterLab.
 */
import { IFrame, MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { trackingIcon } from '../ui/icons';

export interface IMlflowTabOptions {
  /** Where the tab came from; kept for layout restoration. */
  args: { path: string; runId: string };
  /** The page's address, once MLflow is ready. */
  address: Promise<string>;
  trans: TranslationBundle;
}

/** Shows JupyterLab's spinner while MLflow starts, and the reason when it does not. */
export class MlflowTab extends MainAreaWidget<IFrame> {
  constructor({ args, address, trans }: IMlflowTabOptions) {
    const content = new IFrame({
      sandbox: [
        'allow-same-origin',
        'allow-scripts',
        'allow-forms',
        'allow-popups',
        'allow-modals',
        'allow-downloads'
      ],
      referrerPolicy: 'same-origin'
    });
    super({
      content,
      reveal: address.then(url => {
        content.url = url;
      })
    });
    this.args = args;
    this.id = 'runway-jlab-mlflow';
    this.addClass('jp-RunwayMlflow');
    this.toolbar.hide();
    this.title.label = trans.__('MLflow');
    this.title.icon = trackingIcon;
    this.title.closable = true;
    content.node
      .querySelector('iframe')
      ?.setAttribute('title', trans.__('MLflow'));
  }

  /** Goes to another page of an MLflow that runs. */
  go(url: string, args: IMlflowTabOptions['args']): void {
    this.args = args;
    this.content.url = url;
  }

  args: IMlflowTabOptions['args'];
}
