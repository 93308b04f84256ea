import { test } from '@jupyterlab/galata';
import { expect } from '@playwright/test';

import { RUN, Runway, STEPS } from './runway';

const PARAMETERS = 3;
const LEARNING_RATE = /learning_rate: float = [\d.]+/;

test('a run opens again as it ran, after notebook and parameters were edited', async ({
  page,
  tmpPath
}, testInfo) => {
  const runway = new Runway(page);
  const { panel } = runway;

  await test.step('the pipeline stands beside the notebook without a click', async () => {
    await runway.openExample(tmpPath);
    for (const step of STEPS) {
      await expect(runway.node(step, '')).toBeVisible();
    }
  });

  await test.step('a step leads to its cell, an edge names its variables', async () => {
    await runway.node('Train', '').click();
    await expect(page.locator('.jp-Cell.jp-mod-active')).toContainText(
      'GradientBoostingRegressor('
    );
    await runway.edge('Measurements', 'Clean').hover({ force: true });
    await expect(panel.getByText('readings', { exact: true })).toBeVisible();
  });

  await test.step('Run takes it through its steps', async () => {
    await runway.run();
    await runway.ends('done');
    for (const step of STEPS) {
      await expect(runway.node(step, 'done')).toBeVisible();
    }
  });
  const metric = await runway.metric('valid_mae');
  expect(Number(metric)).toBeGreaterThan(0);
  await page.screenshot({ path: testInfo.outputPath('canvas-light.png') });
  await page.theme.setDarkTheme();
  await page.screenshot({ path: testInfo.outputPath('canvas-dark.png') });
  await page.theme.setLightTheme();

  await test.step('the run is in the list, with its metric', async () => {
    await runway.show('Runs');
    await expect(runway.runs).toContainText('done');
    await expect(
      runway.runs.getByRole('columnheader', { name: 'valid_mae' })
    ).toBeVisible();
  });

  await test.step('and in MLflow, in a tab', async () => {
    await runway.runs.getByRole('button', { name: /in MLflow/ }).click();
    const mlflow = page.frameLocator('iframe[title="MLflow"]');
    await expect(mlflow.getByText('valid_mae').first()).toBeVisible({
      timeout: RUN
    });
    await page.screenshot({ path: testInfo.outputPath('mlflow.png') });
    await page.activity.closePanel('MLflow');
  });

  await test.step('the notebook is edited and saved', async () => {
    const source = await page.notebook.getCellTextInput(PARAMETERS);
    expect(source).toMatch(LEARNING_RATE);
    await page.notebook.setCell(
      PARAMETERS,
      'code',
      source.replace(LEARNING_RATE, 'learning_rate: float = 0.37')
    );
    await page.notebook.addCell('code', 'edited_since = len(STEPS_OF_TODAY)');
    await page.notebook.save();
  });

  await test.step('Open with link says what differs from today', async () => {
    await runway.runs.getByRole('button', { name: /with link/ }).click();
    await expect(runway.card('Code', 'changed since')).toBeVisible();
    await expect(runway.card('Parameters', 'changed since')).toBeVisible();
    await expect(runway.card('Data', 'exact')).toBeVisible();
    await expect(runway.card('Environment', 'exact')).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath('open-with-link.png') });
  });

  await test.step('the notebook opens as it ran, with its parameters', async () => {
    await runway.link
      .getByRole('button', { name: 'Open notebook as it ran' })
      .click();
    await expect(panel.getByText(/^reopened/)).toBeVisible();
    await runway.show('Pipeline');
    await panel.getByRole('button', { name: /^Parameters/ }).click();
    await expect(panel.getByLabel('learning_rate')).toHaveAttribute(
      'placeholder',
      '0.1'
    );
    await panel.getByRole('button', { name: /^Parameters/ }).click();
  });

  await test.step('and gives the same metric', async () => {
    await runway.run();
    await runway.ends('done');
    expect(await runway.metric('valid_mae')).toBe(metric);
  });
});
