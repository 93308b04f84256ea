/**
 * Runway as a person finds it on the page: by role and name.
 */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, type Locator } from '@playwright/test';

/** How long a run may take on a loaded machine, in milliseconds. */
export const RUN = 300_000;

export const STEPS = [
  'Measurements',
  'Clean',
  'Features',
  'Train',
  'Baseline',
  'Evaluate',
  'Plot errors',
  'Log model'
];

export class Runway {
  constructor(readonly page: IJupyterLabPageFixture) {}

  get panel(): Locator {
    return this.page.getByRole('region', { name: 'Runway', exact: true });
  }

  get link(): Locator {
    return this.page.getByRole('region', {
      name: 'Open with link',
      exact: true
    });
  }

  get runs(): Locator {
    return this.panel.getByRole('table', { name: 'Runs' });
  }

  /** A fresh copy of the example below `folder`, open in front. */
  async openExample(folder: string): Promise<string> {
    const response = await this.page.request.post('/runway-jlab/example', {
      data: { path: folder }
    });
    expect(response.status(), await response.text()).toBe(201);
    const { path } = (await response.json()) as { path: string };
    await this.page.notebook.openByPath(path);
    return path;
  }

  /** A step's node, by what it says. */
  node(step: string, says: string): Locator {
    return this.panel.getByRole('button', {
      name: new RegExp(`^${step}: ${says}`)
    });
  }

  /** The line between two steps. */
  edge(from: string, to: string): Locator {
    return this.panel
      .getByLabel(`Edge from ${from} to ${to}`)
      .locator('path')
      .last();
  }

  async show(name: 'Pipeline' | 'Runs'): Promise<void> {
    await this.panel.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  async run(): Promise<void> {
    await this.show('Pipeline');
    await this.panel.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(this.panel.getByRole('status')).toContainText(
      /queued|running/
    );
  }

  async ends(word: string): Promise<void> {
    const status = this.panel.getByRole('status');
    await expect(status).toContainText(
      /Run \w+ (done|failed|cancelled|interrupted)/,
      { timeout: RUN }
    );
    await expect(status).toContainText(word);
  }

  /** A metric of the run on the canvas, with all its digits. */
  async metric(name: string): Promise<string> {
    const value = this.panel
      .getByText(name, { exact: true })
      .locator('xpath=following-sibling::dd');
    return (await value.getAttribute('title')) ?? '';
  }

  /** The verdict of a card of *Open with link*. */
  card(title: string, verdict: string): Locator {
    return this.link.getByRole('region', { name: `${title}: ${verdict}` });
  }
}
