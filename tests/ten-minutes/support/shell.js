import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a new user's terminal has of its own: folders for tools, packages and work, all in one temporary folder. Packages that the machine has already are read from there. */
export class Shell {
  #started = [];
  folder = mkdtempSync(join(tmpdir(), 'ten-minutes-'));
  compiler = basename(this.folder);

  constructor() {
    const home = this.path('home');
    const settings = join(homedir(), '.nuget', 'NuGet', 'NuGet.Config');
    mkdirSync(join(home, '.nuget', 'NuGet'), { recursive: true });
    mkdirSync(this.path('work'));
    if (existsSync(settings)) cpSync(settings, join(home, '.nuget', 'NuGet', 'NuGet.Config'));

    const { DOTNET_ENVIRONMENT, ASPNETCORE_ENVIRONMENT, DATABASE_URL, PORT, SECRET_KEY_BASE, TEST_DATABASE_URL, ...inherited } = process.env;
    this.environment = {
      ...inherited,
      DOTNET_CLI_HOME: home,
      XDG_DATA_HOME: this.path('data'),
      NUGET_PACKAGES: this.path('packages'),
      RestoreFallbackFolders: process.env.NUGET_PACKAGES || join(homedir(), '.nuget', 'packages'),
      PATH: join(home, '.dotnet', 'tools') + delimiter + process.env.PATH,
      DOTNET_NOLOGO: '1',
      DOTNET_CLI_TELEMETRY_OPTOUT: '1',
      DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
      MSBUILDDISABLENODEREUSE: '1',
      SharedCompilationId: this.compiler, // a compiler of its own, that nobody has warmed up
      NO_COLOR: '1',
    };
  }

  path(...parts) {
    return join(this.folder, ...parts);
  }

  /** Runs a program to its end. Another exit code than 0 is an error, unless `code` says which one is expected. */
  async run(program, words, { cwd = this.path('work'), env = {}, seconds = 180, code = 0 } = {}) {
    const child = this.start(program, words, { cwd, env });
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    await child.ended;
    clearTimeout(timer);
    if (child.exitCode !== code) throw new Error(`'${program} ${words.join(' ')}' ended with ${child.exitCode ?? child.signalCode} and not with ${code}:\n${child.output}`);
    return child.output;
  }

  /** Starts a program that runs on. Its `output` grows; `says` waits for a text in it. */
  start(program, words, { cwd = this.path('work'), env = {} } = {}) {
    const environment = Object.fromEntries(Object.entries({ ...this.environment, ...env }).filter(([, value]) => value !== undefined));
    const child = spawn(program, words, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    child.output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (child.output += text));

    // Its output may stay open longer than it lives, held by a compiler server that it has started.
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.ended = new Promise((resolve, reject) => child.once('error', reject).once('exit', () => resolve(Promise.race([closed, wait(500)]))));
    child.ended.catch(() => {}); // whoever waits for it is told
    child.says = async (text, from = 0, seconds = 60) => {
      await until(() => child.output.indexOf(text, from) >= 0 || (child.exitCode !== null && ended(child)), seconds, () => `It did not say “${text}”. It said:\n${child.output.slice(from)}`);
    };
    this.#started.push(child);
    return child;
  }

  /** Asks a program to end, and waits for that. */
  async stop(child, seconds = 40) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    await child.ended;
    clearTimeout(timer);
  }

  async clean(keep = false) {
    await Promise.all(this.#started.map((child) => this.stop(child, 10).catch(() => {})));
    this.#endRest();
    if (!keep) rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }

  /** What programs of this shell have left running, known by its environment: compiler servers that wait for more work, what `dotnet watch` has started. */
  #endRest() {
    if (process.platform !== 'linux') return;
    for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        if (readFileSync(`/proc/${id}/environ`, 'utf8').includes(this.folder)) process.kill(Number(id), 'SIGKILL');
      } catch {
        // it has ended, or is another user's
      }
    }
  }
}

function ended(child) {
  throw new Error(`It has ended with ${child.exitCode}:\n${child.output}`);
}

/** Waits until something is so. Other programs are looked at, so there is no event to wait for. */
export async function until(test, seconds, problem) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await test();
    if (found) return found;
    if (performance.now() > end) throw new Error(`Not within ${seconds} s. ${problem()}`);
    await wait(20);
  }
}

/** Waits for an answer with status 200. */
export async function answers(url, child, seconds = 120) {
  return until(
    async () => {
      if (child && child.exitCode !== null) ended(child);
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
        await response.arrayBuffer();
        return response.status === 200;
      } catch {
        return false;
      }
    },
    seconds,
    () => `${url} did not answer.${child ? ` The program said:\n${child.output}` : ''}`,
  );
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
