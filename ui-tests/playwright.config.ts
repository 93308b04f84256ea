import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

import { defineConfig } from '@playwright/test';

const PORT = process.env.RUNWAY_TEST_PORT ?? '8898';
const URL = `http://localhost:${PORT}`;

/** The repository's own environment where there is one, else whatever `python` is. */
const OWN_PYTHON = resolve(__dirname, '..', '.venv', 'bin', 'python');
const PYTHON =
  process.env.RUNWAY_PYTHON ?? (existsSync(OWN_PYTHON) ? OWN_PYTHON : 'python');

function chromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap(name =>
    folders.map(folder => join(folder, name))
  );
  return process.env.CHROMIUM_PATH ?? candidates.find(path => existsSync(path));
}

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // One server, one MLflow, one run at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // A run takes 20 s on a free machine and minutes on a loaded one; MLflow starts in one more.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    baseURL: URL,
    actionTimeout: 60_000,
    viewport: { width: 1440, height: 880 },
    locale: 'en-US',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: {
      executablePath: chromium(),
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...(isRoot ? ['--no-sandbox'] : [])
      ]
    }
  },
  projects: [
    { name: 'journeys', testIgnore: '**/docs-screenshot.spec.ts' },
    { name: 'docs', testMatch: '**/docs-screenshot.spec.ts' }
  ],
  webServer: {
    command: `"${PYTHON}" -m jupyterlab --config jupyter_server_test_config.py`,
    env: { RUNWAY_TEST_PORT: PORT },
    url: `${URL}/lab`,
    timeout: 180_000,
    reuseExistingServer: !process.env.CI,
    stdout: 'ignore',
    stderr: process.env.RUNWAY_TEST_LOG ? 'pipe' : 'ignore'
  }
});
