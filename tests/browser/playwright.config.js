import { defineConfig } from '@playwright/test';

const artifacts = process.env.ZHAR_ARTIFACTS ?? '../../artifacts';

export default defineConfig({
  testDir: 'specs',
  outputDir: `${artifacts}/browser/output`,
  forbidOnly: true,
  retries: 0,          // a flaky test is a bug, of the test or of the product
  workers: 1,          // two processors, and the servers need one
  timeout: 60_000,     // a test shows that something comes, not how soon: a build server may be slow
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: `${artifacts}/test-results/browser.json` }]],
  use: {
    browserName: 'chromium',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.ZHAR_CHROMIUM ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
