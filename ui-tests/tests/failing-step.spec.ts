import { test } from '@jupyterlab/galata';
import { expect } from '@playwright/test';

import { Runway } from './runway';

const TRAIN = 14;

test('a step that raises says why, and leads to its cell', async ({
  page,
  tmpPath
}) => {
  const runway = new Runway(page);
  await runway.openExample(tmpPath);
  await page.notebook.setCell(TRAIN, 'code', 'model = no_such_model()');
  await runway.run();
  await runway.ends('failed');

  const failure = runway.panel.getByRole('region', {
    name: 'Failure of Train'
  });
  await expect(failure).toContainText('NameError');
  await expect(runway.node('Train', 'failed')).toBeVisible();
  await expect(runway.node('Baseline', 'done')).toBeVisible();
  await expect(runway.node('Evaluate', 'skipped')).toBeVisible();

  await failure.getByText('Traceback', { exact: true }).click();
  await expect(failure).toContainText('no_such_model');
  await failure.getByRole('button', { name: 'Go to cell' }).click();
  await expect(page.locator('.jp-Cell.jp-mod-active')).toContainText(
    'no_such_model'
  );
});
