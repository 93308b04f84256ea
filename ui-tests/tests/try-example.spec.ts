import { test } from '@jupyterlab/galata';
import { expect } from '@playwright/test';

import { Runway, STEPS } from './runway';

test('the launcher copies the example and opens it', async ({ page }) => {
  const runway = new Runway(page);
  await page.getByRole('button', { name: 'Try the example' }).click();
  await expect(page.getByRole('tab', { name: 'forecast.ipynb' })).toBeVisible();
  for (const step of STEPS) {
    await expect(runway.node(step, '')).toBeVisible();
  }
});
