import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Server } from './server.js';

/** A program that takes new versions of its application, and the other end of the line: what `zhar server` says to it. */
export class ReloadedServer {
  #folder = mkdtempSync(join(tmpdir(), 'zhar-reload-'));
  #listener = createServer();
  #waiting = [];
  #lines = [];

  constructor(program) {
    this.program = new Server(program, { ZHAR_RELOAD: join(this.#folder, 'link') });
  }

  get url() {
    return this.program.url;
  }

  async start() {
    this.#listener.listen(join(this.#folder, 'link'));
    const connecting = once(this.#listener, 'connection');
    const starting = this.program.start();
    const [socket] = await connecting;
    this.socket = socket;
    socket.on('error', () => {}); // the program is ended with -9
    createInterface({ input: socket }).on('line', (line) => {
      const message = JSON.parse(line);
      if (this.#waiting.length) this.#waiting.shift()(message);
      else this.#lines.push(message);
    });
    for (const kind of ['ready', 'started']) if ((await this.next()).kind !== kind) throw new Error(`The program does not say that it is ${kind}.`);
    await starting;
    return this;
  }

  /** What the program says next. */
  next() {
    return this.#lines.length ? Promise.resolve(this.#lines.shift()) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  send(message) {
    this.socket.write(JSON.stringify(message) + '\n');
  }

  /** Puts a new version of the application in the place of the one that runs. */
  async swap() {
    this.send({ kind: 'swap' });
    const answer = await this.next();
    if (answer.kind !== 'started') throw new Error(answer.text);
  }

  async stop() {
    await this.program.stop();
    this.#listener.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
