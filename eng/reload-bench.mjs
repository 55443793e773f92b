// How long an edit takes to the page: `zhar server` beside `dotnet watch`, on a copy of one application.
//   node eng/reload-bench.mjs APP ZHAR [EDITS] [zhar|watch]      APP: an application made with `zhar new`; ZHAR: the command
// With Playwright under tests/browser, also how long until a page that is open in Chromium shows it.
// Of `zhar server` it also says where the time went: medians of what the terminal shows, and the rest, which is the watcher, the first request and the waits between two requests.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const [app, zhar, edits = '7', only = ''] = process.argv.slice(2);
if (!zhar) {
  console.error('usage: node eng/reload-bench.mjs APP ZHAR [EDITS] [zhar|watch]');
  process.exit(2);
}

const page = 'MyAppWeb/Live/HomeLive.cs';
const kinds = {
  'a template': (n) => (text) => text.replace(/<h1>.*<\/h1>/, `<h1>Edit ${n}.</h1>`),
  'a method body': (n) => (text) => text.replace(/new Assigns\(\d*/, `new Assigns(${70_000 + n}`),
  'a new type and a changed signature': (n) => (text) =>
    text.replace(/ *public sealed record Assigns\(.*;\n/, `    public sealed record Extra${n}(int Value);\n    public sealed record Assigns(int Count, bool WasReplaced, Extra${n}? Extra${n} = null);\n`)
      .replace(/<h1>.*<\/h1>/, `<h1>Type ${n}.</h1>`),
};
const expected = { 'a template': (n) => `Edit ${n}.`, 'a method body': (n) => String(70_000 + n), 'a new type and a changed signature': (n) => `Type ${n}.` };

console.log('| edit | with | first | median | worst | where the time went, ms |\n|---|---|---|---|---|---|');
for (const [name, command, ...args] of [['zhar server', zhar, 'server'], ['dotnet watch', 'dotnet', 'watch', '--non-interactive', 'run']]) {
  if (!name.includes(only)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'zhar-bench-'));
  cpSync(app, folder, { recursive: true, filter: (path) => !/\/(bin|obj)$/.test(path) });
  const built = spawnSync('dotnet', ['build', 'MyApp.csproj', '-v', 'q', '--nologo'], { cwd: folder, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stdout);
  const port = await freePort();
  let output = '';
  const server = spawn(command, args, { cwd: folder, detached: true, env: { ...process.env, PORT: String(port), DOTNET_ENVIRONMENT: 'Development', DOTNET_WATCH_RESTART_ON_RUDE_EDIT: '1', DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER: '1' } });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data) => (output += data));
  try {
    await shows(port, 'It runs.', 120_000);
    await wait(8000); // both are warm then
    let n = 0;
    for (const [kind, edit] of Object.entries(kinds)) {
      const times = [], steps = [];
      for (let i = 0; i < Number(edits); i++) {
        n++;
        const path = join(folder, page);
        const changed = edit(n)(readFileSync(path, 'utf8'));
        const began = performance.now();
        const said = output.length;
        writeFileSync(path, changed);
        times.push((await shows(port, expected[kind](n), 60_000)) - began);
        await wait(700);
        const line = /Reloaded in .*\((.*)\)/.exec(output.slice(said));
        if (line) steps.push(Object.fromEntries([...line[1].matchAll(/(\w+) (\d+)/g)].map(([, step, time]) => [step, Number(time)])));
      }
      report(name, kind, times, steps);
    }
    if (name === 'zhar server') await openPage(folder, port);
  } catch (e) {
    console.log(`${name}: ${e.message}\n${output.slice(-3000)}`);
  } finally {
    try { process.kill(-server.pid, 'SIGTERM'); } catch { /* has ended */ }
    await wait(2000);
    try { process.kill(-server.pid, 'SIGKILL'); } catch { /* has ended */ }
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
process.exit(0);

/** Edits of the template of a page that a browser has open. */
async function openPage(folder, port) {
  const library = new URL('../tests/browser/node_modules/@playwright/test/index.mjs', import.meta.url);
  if (!existsSync(library)) return;
  const { chromium } = await import(library);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://localhost:${port}/`);
    await tab.waitForSelector('[data-phx-main].phx-connected');
    const path = join(folder, page);
    const times = [];
    for (let i = 0; i < Number(edits); i++) {
      const title = `Open ${i}.`;
      const seen = tab.evaluate((title) => new Promise((done) => {
        const look = () => document.querySelector('h1')?.textContent === title && done(observer.disconnect());
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, characterData: true });
      }), title);
      const changed = readFileSync(path, 'utf8').replace(/<h1>.*<\/h1>/, `<h1>${title}</h1>`);
      const began = performance.now();
      writeFileSync(path, changed);
      await seen;
      times.push(performance.now() - began);
      await wait(700);
    }
    report('zhar server', 'a template, until a page that is open in Chromium shows it', times);
  } finally {
    await browser.close();
  }
}

/** A row of the table. What is left beside the steps is the watcher, the first request of the new version, and the time between two requests. */
function report(name, kind, times, steps = []) {
  const parts = Object.keys(steps[0] ?? {}).map((step) => [step, median(steps.map((s) => s[step]))]);
  if (parts.length) parts.push(['rest', median(times) - parts.reduce((sum, [, time]) => sum + time, 0)]);
  const cells = [kind, `\`${name}\``, ...[times[0], median(times), Math.max(...times)].map((time) => `${time.toFixed(0)} ms`), parts.map(([step, time]) => `${step} ${time.toFixed(0)}`).join(', ')];
  console.log(`| ${cells.join(' | ')} |`);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

async function shows(port, text, limit) {
  const end = performance.now() + limit;
  const agent = new Agent({ keepAlive: true });
  while (performance.now() < end) {
    if ((await body(port, agent)).includes(text)) return performance.now();
    await wait(5);
  }
  throw new Error(`The page has not shown "${text}" within ${limit} ms.`);
}

function body(port, agent) {
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', path: '/', agent, headers: { accept: 'text/html' } }, (response) => {
      let all = '';
      response.on('data', (data) => (all += data)).on('end', () => resolve(all)).on('error', () => resolve(''));
    });
    request.on('error', () => resolve(''));
  });
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
