// Plays the first ten minutes of a new user: see README.md.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, save, tableOf } from './support/blazor.js';
import { Browser, connected, expect, look, shown } from './support/browser.js';
import { Load, get, liveSockets } from './support/load.js';
import { Report } from './support/report.js';
import { Shell, answers, freePort, until } from './support/shell.js';
import { Transcript } from './support/transcript.js';

const root = resolve(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    built: { type: 'boolean', default: false }, // install what was built already, as `./dev test` does
    feed: { type: 'string' }, // install the packages of this folder
    compare: { type: 'boolean', default: false }, // do the comparable steps with `dotnet new blazor` too
    short: { type: 'boolean', default: false }, // only the steps that are compared
    save: { type: 'boolean', default: false }, // write the comparison to benchmarks/results
    'go-on': { type: 'boolean', default: false }, // take the next steps though one has failed that they need
    keep: { type: 'boolean', default: false }, // leave the folder there
    report: { type: 'string', default: join(root, 'artifacts/test-results/ten-minutes.json') },
  },
});

const shell = new Shell();
const report = new Report(options['go-on']);
const transcript = new Transcript();
const app = shell.path('work', 'my_app');
const port = await freePort();
const site = `http://localhost:${port}`;
const email = 'ada@example.org';
let browser, page, server;

transcript.replace(app, '~/my_app');
transcript.replace(shell.path('work'), '~');
transcript.replace(shell.path('data'), '~/.local/share');
transcript.replace(shell.path('home'), '~');

/** Types a command of the transcript. */
async function type(line, { cwd = app, env, as = line, code = 0 } = {}) {
  const [program, ...words] = line.split(' ');
  const output = await shell.run(program, words, { cwd, env, code });
  transcript.add(as, output);
  return output;
}

const source = (...parts) => readFileSync(join(app, ...parts), 'utf8');

/** Saves a file of the application as an editor does. */
function edit(file, change) {
  const before = source(file);
  const after = change(before);
  if (after === before) throw new Error(`${file} does not have what is to be changed.`);
  writeFileSync(join(app, file), after);
}

const text = async (path) => (await fetch(site + path, { headers: { accept: path.startsWith('/api') ? 'application/json' : 'text/html' }, signal: AbortSignal.timeout(20_000) })).text();

/** Waits until a page has a text. Errors on the way are those of a server that is being built anew. */
const shows = (path, wanted, seconds = 60) => until(
  () => text(path).then((found) => found.includes(wanted), () => false),
  seconds,
  () => `${path} does not show “${wanted}”. The server said:\n${server.output.slice(-3000)}`,
);

/** Opens a page, again while the server is being replaced by a new one, until it has what is looked for. */
async function open(path, selector) {
  await until(
    async () => {
      await page.goto(site + path).catch(() => {});
      return (await page.locator(selector).count()) > 0;
    },
    60,
    () => `${path} does not have ${selector}. The server said:\n${server.output.slice(-3000)}`,
  );
}

async function install() {
  if (!options.built && !options.feed) {
    await shell.run(join(root, 'dev'), ['install'], { cwd: root, seconds: 600 });
    return;
  }
  const feed = shell.path('data', 'zhar', 'feed');
  mkdirSync(feed, { recursive: true });
  if (options.feed) cpSync(options.feed, feed, { recursive: true });
  else await shell.run('dotnet', ['msbuild', 'eng/Packages.proj', '-t:Pack', '-m', '-v:q', '-nologo', '-p:NoBuild=true', `-p:PackageOutputPath=${feed}/`], { cwd: root });
  await shell.run('dotnet', ['tool', 'install', '--global', 'Zhar.Cli', '--prerelease', '--add-source', feed]);
}

async function make() {
  transcript.chapter('A new application', 'After `./dev install`, which is for Zhar what `mix archive.install hex phx_new` is for Phoenix.');
  await report.time('new', () => type('zhar new my_app', { cwd: shell.path('work') }));
  await report.time('new to first page: build and start', async () => {
    server = shell.start('zhar', ['server', '--port', String(port)], { cwd: app });
    await answers(site, server);
    page = await browser.page();
    await page.goto(site);
    await expect(page.locator('h1')).toHaveText('It runs.');
  });
  report.put('new to first page', report.seconds('new') + report.seconds('new to first page: build and start'));
}

async function play() {
  await connected(page);
  await page.getByRole('button', { name: 'Count' }).click();
  await expect(page.locator('output')).toHaveText('1');
  await page.getByRole('button', { name: 'Crash' }).click();
  await expect(page.locator('#counter')).toContainText('a new process has taken its place');
  await expect(page.locator('output')).toHaveText('0');
}

async function generate() {
  transcript.chapter('Something to store', 'The server runs in another terminal. It takes up what is generated by itself.');
  await type('zhar gen live Catalog Product products name:string:unique price:decimal');
  if (!source('MyAppWeb/Router.cs').includes('live.Live<ProductIndexLive>("/products"')) throw new Error('The router was not changed.');

  // The table is missing, and the page says what to do.
  await shows('/products', 'Run the migrations');
  await page.goto(`${site}/products`);
  await expect(page.getByRole('button', { name: 'Run the migrations' })).toBeVisible();
}

async function migrate() {
  await type('zhar migrate');
  await type('zhar routes products');
  await type('zhar rollback');
  await type('zhar migrate', { as: 'zhar migrate    # again' });
  await page.goto(`${site}/products`);
  await expect(page.locator('.empty')).toHaveText('There are no products yet.');
}

async function store() {
  await connected(page);
  await page.getByRole('link', { name: 'New product' }).click();
  await page.getByLabel('Name').fill('Tea');
  await page.getByLabel('Name').fill('');
  await expect(page.locator('.field-error')).toContainText("can't be blank");
  await look(page, 'product-form');
  await page.getByLabel('Name').fill('Tea');
  await page.getByLabel('Price').fill('2.50');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('main')).toContainText('Product created.');
  await look(page, 'product');
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(page.locator('#products')).toContainText('Tea');
  await look(page, 'products');
}

async function letIn() {
  transcript.chapter('Users', 'Sign-up, log-in by a link or a password, and what belongs to it.');
  await type('zhar gen auth');
  await type('zhar migrate');
  await shows('/users/register', 'Sign up');
}

async function signUp() {
  await page.goto(`${site}/users/register`);
  await look(page, 'sign-up');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('status')).toContainText(`We have sent a link to ${email}.`);
  await look(page, 'log-in');

  await page.goto(`${site}/dev/mailbox`);
  await page.getByRole('link', { name: email }).click();
  await look(page, 'mailbox');
  const [opened] = await Promise.all([page.waitForEvent('popup'), page.frameLocator('iframe').getByRole('link').click()]);
  await page.close();
  page = opened;
  await page.waitForLoadState();
  await look(page, 'welcome');
  await page.getByRole('button', { name: `Log in as ${email}` }).click();
  await expect(page.getByRole('navigation', { name: 'User' })).toContainText(email);
}

async function settings() {
  await page.goto(`${site}/users/settings`);
  await expect(page.locator('h1')).toBeVisible();
  await look(page, 'settings');
}

async function guard() {
  const guest = () => fetch(`${site}/products`, { redirect: 'manual' }).then((response) => response.status, () => 0);
  edit('MyAppWeb/Router.cs', (text) => text.replace('live => live.PutLayout(Layouts.Live)', 'live => live.PutLayout(Layouts.Live).OnMount<RequireLiveUser>()'));
  try {
    await until(async () => (await guest()) === 302, 60, () => 'A guest still sees /products.');
    await open('/products', '#products');
    await expect(page.locator('#products')).toContainText('Tea');
  } finally {
    edit('MyAppWeb/Router.cs', (text) => text.replace('.OnMount<RequireLiveUser>()', ''));
  }
  await until(async () => (await guest()) === 200, 60, () => 'A guest does not see /products again.');
}

async function change() {
  const file = 'MyAppWeb/Live/HomeLive.cs';
  await open('/', '#counter');
  await connected(page);
  for (const [name, title] of [['first edit to the open page', 'It changes.'], ['next edit to the open page', 'It runs.']]) {
    const from = source(file).includes('It runs.') ? 'It runs.' : 'It changes.';
    await report.time(name, async () => {
      edit(file, (text) => text.replace(from, title));
      await shown(page, 'main h1', title);
    });
  }

  // A mistake, and its correction.
  const said = server.output.length;
  edit(file, (text) => text.replace('a.WasReplaced ?', 'a.WasReplacd ?'));
  await server.says('CS1061', said);
  edit(file, (text) => text.replace('a.WasReplacd ?', 'a.WasReplaced ?').replace('It runs.', 'It runs again.'));
  await expect(page.locator('main h1')).toHaveText('It runs again.', { timeout: 60_000 });
  edit(file, (text) => text.replace('It runs again.', 'It runs.'));
  await expect(page.locator('main h1')).toHaveText('It runs.', { timeout: 60_000 });
}

async function write() {
  mkdirSync(join(app, 'MyAppWeb/Controllers'), { recursive: true });
  writeFileSync(join(app, 'MyAppWeb/Controllers/ReportController.cs'), `using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>A page that takes its time.</summary>
public sealed partial class ReportController : Controller
{
    public async Task<IResult> Show(Conn conn)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), conn.RequestAborted);
        return Text("done");
    }
}
`);
  edit('MyAppWeb/Router.cs', (text) => text.replace('s.Get("/status", StatusController.Actions.Show);', 's.Get("/status", StatusController.Actions.Show);\n            s.Get("/report", ReportController.Actions.Show);'));
  await shows('/api/report', 'done');
}

async function kill() {
  await type('zhar gen server Counter');
  await open('/dev/dashboard/tree', '#tree td.zd-name:has-text("Counter")');
  await connected(page);
  const row = page.locator('#tree tbody tr', { has: page.locator('td.zd-name', { hasText: 'Counter' }) });
  await expect(row).toHaveCount(1);
  const before = await row.locator('[data-label=Process]').innerText();
  await look(page, 'dashboard');
  await row.locator('[data-label=Process] a').click();
  await page.getByRole('button', { name: 'Kill…' }).click();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(page.locator('body')).toContainText('was killed');
  await look(page, 'dashboard-process', { html: false });
  await page.goto(`${site}/dev/dashboard/tree`);
  await connected(page);
  await expect(row.locator('[data-label=Restarts]')).toHaveText('1');
  await expect(row.locator('[data-label=Process]')).not.toHaveText(before);
}

async function lost() {
  await page.goto(`${site}/nowhere`);
  await look(page, 'not-found', { html: false });
}

async function test() {
  transcript.chapter('Tests', 'What was generated brought its tests along.');
  await shell.stop(server);
  const output = await report.time('test', () => type('zhar test'));
  if (!output.includes('failed: 0')) throw new Error(output);
  await type('zhar test Product');
}

async function testNew() {
  await shell.stop(server);
  await shell.run('zhar', ['new', 'plain'], { cwd: shell.path('work') });
  const output = await report.time('test of a new application', () => shell.run('zhar', ['test'], { cwd: shell.path('work', 'plain') }));
  if (!output.includes('failed: 0')) throw new Error(output);
}

async function otherDatabases() {
  transcript.chapter('Other beginnings', 'For what the tutorial does with `mix phx.new my_app --no-ecto` and `--database postgres`.');
  await type('zhar new small_app --no-ecto', { cwd: shell.path('work') });
  await type('zhar new big_app --database postgres', { cwd: shell.path('work') });
}

const production = {};

async function release() {
  transcript.chapter('A release', 'A folder that needs no .NET on the server.');
  await report.time('release', () => type('zhar release'));
  await type('zhar release', { as: 'zhar release    # again', code: 1 });
  await type('zhar release --overwrite');
  Object.assign(production, {
    PATH: '/usr/bin:/bin',
    DOTNET_ROOT: '',
    DOTNET_ENVIRONMENT: undefined,
    PORT: String(await freePort()),
    SECRET_KEY_BASE: (await shell.run('zhar', ['gen', 'secret'], { cwd: app })).trim(),
    DATABASE_URL: `sqlite:${shell.path('data.db')}`,
    Mailer__Adapter: 'Log', // there is no mail server
    Endpoint__DrainDelay: '00:00:02',
  });
}

const script = (...words) => shell.run(join(app, 'releases/my_app/bin/my_app'), words, { cwd: '/', env: production });

async function begin() {
  const type = async (line) => transcript.add(`releases/my_app/bin/my_app ${line}`, await script(...line.split(' ')));
  if (readdirSync('/usr/bin').includes('dotnet')) production.PATH = withoutDotnet();
  await type('version');
  await type('eval migrate');
  await report.time('start of the release', async () => {
    await type('daemon');
    await answers(`http://localhost:${production.PORT}/`);
  });
  await type('ping');
  await type('pid');
}

/** A PATH with the programs that the script of a release needs, and no other. */
function withoutDotnet() {
  const folder = shell.path('bin');
  mkdirSync(folder);
  for (const program of ['sh', 'cat', 'dirname', 'readlink', 'id', 'mkdir', 'kill', 'sleep', 'rm', 'tail', 'nohup']) {
    try {
      cpSync(`/usr/bin/${program}`, join(folder, program), { dereference: true });
    } catch {
      // built into the shell
    }
  }
  return folder;
}

async function drain() {
  const url = `http://localhost:${production.PORT}`;
  const visitor = await browser.page();
  await visitor.goto(url);
  await connected(visitor);
  const sockets = await liveSockets(visitor, '/', 'Count', 20);
  await until(async () => (await sockets.report()).answered > 100, 20, () => 'The sockets are not answered.');

  const load = new Load(url, ['/', '/products', '/api/status', '/app.css', '/users/log-in'], 8);
  await until(() => load.answered > 300, 30, () => `Of the requests ${load.answered} were answered, and failed: ${load.failed.slice(0, 3)}`);

  // Requests that take longer than the time between the signal and the closed door.
  const slow = [];
  const slowly = setInterval(() => load.readiness === 200 && slow.push(get(`${url}/api/report`)), 20);
  load.isStopping = true;
  const stopping = script('stop');
  await load.drained();
  clearInterval(slowly);
  const slows = await Promise.allSettled(slow);
  transcript.add('releases/my_app/bin/my_app stop', await stopping);

  const told = await sockets.report();
  console.log(`       ${load.answered} requests and ${told.answered} live events answered, ${load.answeredWhileStopping} and ${slow.length} slow ones of them while it stopped; ${load.failed.length} failed; sockets closed with ${JSON.stringify(told.closes)}`);
  expect(load.failed).toEqual([]);
  expect(load.readiness).toBe(503);
  expect(slows.filter((s) => s.status !== 'fulfilled' || s.value !== 200)).toEqual([]);
  expect(slow.length).toBeGreaterThan(0);
  expect(load.answeredWhileStopping).toBeGreaterThan(0);
  expect(told.errors).toEqual([]);
  expect(Object.keys(told.closes)).toEqual(['1012']); // "service restart": come again

  // Started again, in the foreground; the open page comes back by itself.
  const again = shell.start(join(app, 'releases/my_app/bin/my_app'), ['start'], { cwd: '/', env: production });
  await again.says('Access');
  await connected(visitor);
  await visitor.getByRole('button', { name: 'Count' }).click();
  await expect(visitor.locator('output')).toHaveText('1');
  await script('stop');
  transcript.add('releases/my_app/bin/my_app start', again.output.split('\n').filter((line) => / at http/.test(line)).join('\n'));
}

function describe() {
  if (process.env.ZHAR_DOC_TRANSCRIPT) transcript.write();
  const problems = transcript.differences();
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\n\nIs the change wanted? ZHAR_DOC_TRANSCRIPT=1 ./dev ten-minutes writes docs/tutorial/transcript.md anew.`);
}

/** What comes after the first page. The next steps need a `step`; after a `check` that has failed they go on. */
const steps = [
  ['check', 'the first page is valid and accessible, light, dark, and on a phone', () => look(page, 'home')],
  ['step', 'zhar gen live, and the page says that its table is missing', generate],
  ['check', 'so does that error page', () => look(page, 'error', { html: false })],
  ['step', 'zhar migrate, and it is there', migrate],
  ['check', 'a product is stored by the form', store],
  ['step', 'zhar gen auth', letIn],
  ['check', 'sign up, and open the link from the mailbox', signUp],
  ['check', 'the settings of the user', settings],
  ['check', 'the router edited by hand keeps guests out', guard],
  ['step', 'edits show on the open page, a mistake in the terminal', change],
  ['step', 'a page of one\'s own', write],
  ['check', 'a process killed from the dashboard comes back', kill],
  ['check', 'a page that is not there', lost],
  ['check', 'no page has logged an error', () => expect(browser.errors()).toEqual([])],
  ['step', 'zhar test', test],
  ['check', 'zhar test of a new application', testNew],
  ['check', 'other beginnings', otherDatabases],
  ['step', 'zhar release', release],
  ['step', 'it starts without an SDK', begin],
  ['check', 'it is stopped under load, and no request fails', drain],
  ['check', 'the transcript in the docs is true', describe],
];

/** What `dotnet new blazor` has its like for. */
const compared = [change, testNew, release, begin];

try {
  browser = await Browser.open();
  // A server that is replaced by a new one after an edit; the missing table; the page that is not there; the compile error.
  browser.expected.push(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket connection/, /\/products: .* 500/, /\/nowhere: .* 404/, /\/live\/longpoll\?.* 503/);
  await report.step('install', () => report.time('install', install));
  await report.step('zhar new, zhar server, and the first page', make);
  await report.step('the first page counts, crashes and counts again', play);
  for (const [kind, title, run] of steps) {
    if (!options.short || compared.includes(run)) await report[kind](title, run);
  }
  if (options.compare) await report.check('dotnet new blazor does the same', () => compare(shell, browser, report));
} finally {
  if (production.PORT) await script('stop').catch(() => {}); // it does not run any more
  await browser?.close();
  report.save(options.report);
  await shell.clean(options.keep);
}

if (options.compare || options.save) console.log(`\n${tableOf(report)}`);
if (options.save) save(report);
console.log(`\n${report.passed} passed, ${report.failed} failed`);
process.exit(report.failed === 0 ? 0 : 1);
