// LiveView's own configuration, with what is different here: the system's Chromium, our page server, and the specs that count.
import { join } from 'node:path';

const folder = process.env.ZHAR_SPECS;
const artifacts = process.env.ZHAR_ARTIFACTS;
const { default: theirs } = await import(join(folder, 'test/e2e/playwright.config.js'));

const files = ['forms', 'navigation', 'js', 'keyed-comprehension', 'components', 'select'];
const issues = [
  2835, 3026, 3047, 3083, 3107, 3117, 3319, 3378, 3391, 3529, 3612, 3636, 3656, 3686, 3719, 3819, 3919, 3953, 3979, 4066, 4078, 4094, 4095, 4121, 4212, 4325, 4334,
];

export default {
  ...theirs,
  testDir: join(folder, 'test/e2e/tests'),
  testMatch: process.env.ZHAR_ALL_SPECS ? undefined : [...files.map((f) => `tests/${f}.spec.js`), ...issues.map((i) => `issues/${i}.spec.js`)].map((f) => `**/${f}`),
  outputDir: join(artifacts, 'e2e/output'),
  globalTeardown: undefined,
  webServer: undefined,
  workers: Number(process.env.ZHAR_WORKERS ?? 1), // a second one needs a third processor
  retries: 1,
  reporter: [['list'], ['json', { outputFile: join(artifacts, 'e2e/report.json') }]],
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        launchOptions: { executablePath: process.env.ZHAR_CHROMIUM, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] },
      },
    },
  ],
};
