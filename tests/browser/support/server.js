import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../../..');

/** A program of this repository that serves pages: on a free port, in a folder of its own, with its own database. What is added to its environment may depend on the port. */
export class Server {
  #program;
  #environment;
  #process;
  #folder = mkdtempSync(join(tmpdir(), 'zhar-browser-'));
  output = '';

  constructor(program, environment = {}) {
    this.#program = resolve(root, program);
    this.#environment = environment;
  }

  get url() {
    return `http://localhost:${this.port}`;
  }

  async start() {
    if (!existsSync(this.#program)) throw new Error(`${this.#program} is not there. Build it first: dotnet build Zhar.slnx -c Release`);
    this.port ??= await freePort();
    this.#process = spawn('dotnet', [this.#program], {
      cwd: this.#folder,
      env: {
        ...process.env,
        DOTNET_ENVIRONMENT: 'Development',
        SECRET_KEY_BASE: 'browser-tests-'.repeat(6),
        ...(typeof this.#environment === 'function' ? this.#environment(this.port) : this.#environment),
        PORT: String(this.port),
      },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.on('data', (data) => (this.output += data));
    for (let attempt = 0; attempt < 300; attempt++) {
      if (this.#process.exitCode !== null) throw new Error(`The server ended with ${this.#process.exitCode}:\n${this.output}`);
      try {
        await fetch(this.url, { redirect: 'manual' });
        return this;
      } catch {
        await wait(100);
      }
    }
    throw new Error(`The server did not answer within 30 s:\n${this.output}`);
  }

  /** Ends it without a word, as a crash of the machine would. The next start takes the same port. */
  async kill() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async stop() {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
