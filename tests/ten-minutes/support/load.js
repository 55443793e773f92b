import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A load balancer with users behind it: some connections that are kept open and always busy, and a look at the readiness check several times a second. When that says no,
 * what is under way may end, and nothing new is sent.
 */
export class Load {
  #url;
  #paths;
  #agent = new Agent({ keepAlive: true });
  #workers = [];
  #watching;
  #stopped = false;
  answered = 0;
  /** What went wrong, for each request that did. */
  failed = [];
  /** Requests that were answered after the stop had begun. */
  answeredWhileStopping = 0;
  isStopping = false;
  slowest = 0;
  readiness = 0;

  constructor(url, paths, workers) {
    this.#url = url;
    this.#paths = paths;
    this.#workers = Array.from({ length: workers }, (_, i) => this.#work(i));
    this.#watching = this.#watch();
  }

  /** Waits until the readiness check has said no and the last answer is there. */
  async drained() {
    await this.#watching;
    await Promise.all(this.#workers);
    this.#agent.destroy();
  }

  async #work(seed) {
    for (let i = seed; !this.#stopped; i++) await this.#send(this.#paths[i % this.#paths.length]);
  }

  async #send(path) {
    const began = performance.now();
    try {
      const status = await get(this.#url + path, this.#agent);
      if (status !== 200) throw new Error(`status ${status}`);
      this.answered++;
      if (this.isStopping) this.answeredWhileStopping++;
      this.slowest = Math.max(this.slowest, performance.now() - began);
    } catch (error) {
      this.failed.push(`${path}: ${error.message}`);
      await wait(20);
    }
  }

  /** Without keep-alive, as most of them look. */
  async #watch() {
    for (;;) {
      this.readiness = await get(`${this.#url}/health/ready`, new Agent()).catch(() => 0);
      if (this.readiness !== 200) {
        this.#stopped = true;
        return;
      }
      await wait(200);
    }
  }
}

/** Sends one request, and reads its answer to the end. */
export function get(url, agent) {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode)).on('error', reject);
    }).on('error', reject).end();
  });
}

/**
 * Live pages without a browser window each: sockets that join the page at `path`, press its button again and again, and count the answers.
 * The sockets live in `page`, so they have its cookies. `sockets.report()` tells how they are.
 */
export async function liveSockets(page, path, button, count) {
  await page.evaluate(async ({ path, button, count }) => {
    const sockets = (window.tenMinutes = { open: 0, sent: 0, answered: 0, errors: [], closes: {} });
    for (let i = 0; i < count; i++) {
      const html = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
      const view = html.querySelector('[data-phx-main]');
      const csrf = html.querySelector('meta[name=csrf-token]').content;
      const event = [...html.querySelectorAll('button[phx-click]')].find((b) => b.textContent === button).getAttribute('phx-click');
      const topic = `lv:${view.id}`;
      const socket = new WebSocket(`/live/websocket?_csrf_token=${encodeURIComponent(csrf)}&_mounts=0&vsn=2.0.0`);
      let reference = 0;
      const push = (name, payload) => {
        if (socket.readyState !== WebSocket.OPEN) return;
        sockets.sent++;
        socket.send(JSON.stringify(['1', String(++reference), topic, name, payload]));
      };
      socket.onopen = () => {
        sockets.open++;
        push('phx_join', { url: location.origin + path, params: { _csrf_token: csrf, _mounts: 0, _mount_attempts: 0 }, session: view.dataset.phxSession, static: view.dataset.phxStatic, sticky: false });
      };
      socket.onmessage = ({ data }) => {
        const [, , , name, payload] = JSON.parse(data);
        if (name !== 'phx_reply') return;
        sockets.answered++;
        if (payload.status !== 'ok') sockets.errors.push(data);
        setTimeout(() => push('event', { type: 'click', event, value: { value: '' } }), 20);
      };
      socket.onclose = ({ code }) => {
        sockets.open--;
        sockets.closes[code] = (sockets.closes[code] ?? 0) + 1;
      };
    }
  }, { path, button, count });
  return { report: () => page.evaluate(() => window.tenMinutes) };
}
