/**
 * Not a test of anything: renders the pictures of the README from the real application.
 */
import { resolve } from 'node:path';

import { test } from '@jupyterlab/galata';

import { Runway } from './runway';

const IMAGES = resolve(__dirname, '..', '..', 'docs', 'images');

test('pictures for the documentation', async ({ page, tmpPath }) => {
  const runway = new Runway(page);
  await runway.openExample(tmpPath);
  await runway.run();
  await runway.ends('done');
  await runway.show('Runs');
  await runway.runs
    .getByRole('button', { name: /with link/ })
    .first()
    .click();
  await runway.card('Environment', '').waitFor();
  await runway.show('Pipeline');
  await page.getByText(/is done ·/).waitFor({ state: 'hidden' });
  await runway.edge('Train', 'Log model').hover({ force: true });
  await page.screenshot({ path: `${IMAGES}/canvas-light.png` });
  await page.theme.setDarkTheme();
  await page.screenshot({ path: `${IMAGES}/canvas-dark.png` });
});
