import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from './browser.js';
import { answers, freePort } from './shell.js';

/** The steps that both have: ours, theirs, and how many times as long ours may take. */
const rows = [
  ['new', 'blazor: new'],
  ['new to first page', 'blazor: new to first page', 1.2],
  ['first edit to the open page', 'blazor: first edit to the open page'],
  ['next edit to the open page', 'blazor: next edit to the open page'],
  ['test of a new application', 'blazor: test of a new xunit project'],
  ['release', 'blazor: publish, self-contained'],
  ['start of the release', 'blazor: start of what was published'],
];

/** Does with `dotnet new blazor` what a new user of it does. */
export async function compare(shell, browser, report) {
  const work = shell.path('work');
  const app = join(work, 'Compared');
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const environment = { ASPNETCORE_URLS: url, DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER: '1', DOTNET_WATCH_SUPPRESS_EMOJIS: '1', DOTNET_USE_POLLING_FILE_WATCHER: undefined };
  const page = await browser.page();

  await report.time('blazor: new', () => shell.run('dotnet', ['new', 'blazor', '-o', 'Compared']));
  let server;
  await report.time('blazor: new to first page: build and start', async () => {
    server = shell.start('dotnet', ['run', '--no-launch-profile'], { cwd: app, env: { ...environment, ASPNETCORE_ENVIRONMENT: 'Development' } });
    await answers(url, server);
    await page.goto(url);
    await expect(page.locator('h1')).toHaveText('Hello, world!');
  });
  report.put('blazor: new to first page', report.seconds('blazor: new') + report.seconds('blazor: new to first page: build and start'));
  await shell.stop(server);

  server = shell.start('dotnet', ['watch', 'run', '--no-launch-profile', '--non-interactive'], { cwd: app, env: { ...environment, ASPNETCORE_ENVIRONMENT: 'Development' } });
  await answers(url, server);
  await page.goto(url);
  await server.says('Waiting for changes', 0, 30).catch(() => {}); // some versions do not say it
  const home = join(app, 'Components/Pages/Home.razor');
  for (const [name, title] of [['blazor: first edit to the open page', 'Hello, changes!'], ['blazor: next edit to the open page', 'Hello, world!']]) {
    await report.time(name, async () => {
      writeFileSync(home, readFileSync(home, 'utf8').replace(/Hello, \w+!/, title));
      await expect(page.locator('h1')).toHaveText(title, { timeout: 60_000 });
    });
  }
  await shell.stop(server);

  await shell.run('dotnet', ['new', 'xunit', '-o', 'Compared.Tests']);
  await report.time('blazor: test of a new xunit project', () => shell.run('dotnet', ['test'], { cwd: join(work, 'Compared.Tests') }));
  await report.time('blazor: publish, self-contained', () => shell.run('dotnet', ['publish', '-c', 'Release', '--self-contained', '-o', 'published', '-v', 'q'], { cwd: app }));
  await report.time('blazor: start of what was published', async () => {
    server = shell.start(join(app, 'published/Compared'), [], { cwd: join(app, 'published'), env: environment });
    await answers(url, server);
  });
  await shell.stop(server);
}

/** The result as a table. */
export function tableOf(report) {
  const text = (seconds) => (seconds === undefined ? '–' : `${seconds.toFixed(2)} s`);
  const lines = rows.map(([ours, theirs, limit]) => {
    const [a, b] = [report.seconds(ours), report.seconds(theirs)];
    const ratio = a && b ? a / b : undefined;
    return `| ${ours} | ${text(a)} | ${theirs.replace('blazor: ', '')} | ${text(b)} | ${ratio ? `${ratio.toFixed(2)} ×` : '–'}${ratio && limit ? (ratio <= limit ? ` (at most ${limit} ×)` : ` (**more than ${limit} ×**)`) : ''} |`;
  });
  return `| Zhar | | dotnet new blazor | | ratio |\n|---|---:|---|---:|---:|\n${lines.join('\n')}`;
}
