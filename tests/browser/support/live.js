import { expect, test } from './test.js';

/** Both transports of live pages: a page of the second kind has no WebSocket. */
export const transports = [['websocket', ''], ['longpoll', '?poll']];

/** Waits until a live page talks with its process. */
export const connected = (page, selector = '[data-phx-main]') => expect(page.locator(selector)).toHaveClass(/phx-connected/, { timeout: 20_000 });

export const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Runs specs over each transport. Each gets `open`, which opens a page of the server and waits until it is connected. */
export function overEach(title, specs) {
  for (const [transport, query] of transports) {
    test.describe(`${title} over ${transport}`, () => {
      if (transport === 'longpoll') test.beforeEach(({ context }) => context.addInitScript(() => { delete window.WebSocket; }));
      specs({
        transport,
        open: async (page, server, path) => {
          await page.goto(server.url + path + (path.includes('?') ? query.replace('?', '&') : query));
          await connected(page);
        },
      });
    });
  }
}
