import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, shown } from './browser.js';
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
  const environment = { ASPNETCORE_URLS: url, DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER: '1', DOTNET_WATCH_SUPPRESS_EMOJIS: '1', SharedCompilationId: `${shell.compiler}-compared` };
  const run = (words, folder = '.') => shell.run('dotnet', words, { cwd: join(work, folder), env: environment });
  const page = await browser.page();

  await report.time('blazor: new', () => run(['new', 'blazor', '-o', 'Compared']));
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
      await shown(page, 'h1', title);
    });
  }
  await shell.stop(server);

  await run(['new', 'xunit', '-o', 'Compared.Tests']);
  await report.time('blazor: test of a new xunit project', () => run(['test'], 'Compared.Tests'));
  await report.time('blazor: publish, self-contained', () => run(['publish', '-c', 'Release', '--self-contained', '-o', 'published', '-v', 'q'], 'Compared'));
  const own = `http://localhost:${await freePort()}`; // the program that dotnet watch has started may outlive it
  await report.time('blazor: start of what was published', async () => {
    server = shell.start(join(app, 'published/Compared'), [], { cwd: join(app, 'published'), env: { ...environment, ASPNETCORE_URLS: own } });
    await answers(own, server);
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

/** Writes the table to the results, with what it was measured on. */
export function save(report) {
  const date = new Date().toISOString().slice(0, 10);
  const sdk = execFileSync('dotnet', ['--version'], { encoding: 'utf8' }).trim();
  const text = `# The first ten minutes, ${date}

\`./dev ten-minutes --compare --save\`: one run, the steps of \`dotnet new blazor\` after ours, on the same machine: ${cpus().length} × ${cpus()[0].model.trim()},
${Math.round(totalmem() / 2 ** 30)} GiB, .NET SDK ${sdk}. Load of the last minute at the end: ${loadavg()[0].toFixed(1)}.

${tableOf(report)}

\`zhar new\` to first page is from the first command to the heading in headless Chromium; for Blazor \`dotnet new blazor\`, then \`dotnet run\`. An edit is from the saved file to the
heading on the open page, with \`zhar server\` and with \`dotnet watch\`. The test of a new application is its first, with its build. A release is self-contained; its start is from the command
to the first answer.
`;
  writeFileSync(resolve(import.meta.dirname, `../../../benchmarks/results/ten-minutes-${date}.md`), text);
}
