import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Server } from './server.js';

export { expect };

const pictures = resolve(process.env.ZHAR_ARTIFACTS ?? join(import.meta.dirname, '../../../artifacts'), 'browser/pictures');
/** Where the pictures of the documentation go: into the documentation only when asked for, so that a test run changes no file of the repository. */
export const images = process.env.ZHAR_DOC_IMAGES ? resolve(import.meta.dirname, '../../../docs/images') : pictures;

const build = 'bin/Release/net10.0';

/** Every test fails when a page logs an error or throws, unless the test says which ones it expects. */
export const test = base.extend({
  blog: [async ({}, use) => serve(new Server(`samples/Blog/${build}/Blog.dll`), use), { scope: 'worker' }],

  production: [async ({}, use) => serve(new Server(`samples/Blog/${build}/Blog.dll`, { DOTNET_ENVIRONMENT: 'Production' }), use), { scope: 'worker' }],

  rooms: [async ({}, use) => serve(new Server(`tests/Apps/BrowserApp/${build}/BrowserApp.dll`), use), { scope: 'worker' }],

  productionRooms: [async ({}, use) => serve(new Server(`tests/Apps/BrowserApp/${build}/BrowserApp.dll`, { DOTNET_ENVIRONMENT: 'Production' }), use), { scope: 'worker' }],

  chat: [async ({}, use) => serve(new Server(`samples/Chat/${build}/Chat.dll`), use), { scope: 'worker' }],

  live: [async ({}, use) => serve(new Server(`tests/Apps/LivePages/${build}/LivePages.dll`), use), { scope: 'worker' }],

  showcase: [async ({}, use) => serve(new Server(`samples/Showcase/${build}/Showcase.dll`), use), { scope: 'worker' }],

  dashboard: [async ({}, use) => serve(new Server(`tests/Apps/DashboardPages/${build}/DashboardPages.dll`), use), { scope: 'worker' }],

  expectedErrors: async ({}, use) => use([]),

  context: async ({ context, expectedErrors }, use, info) => {
    const errors = [];
    context.on('console', (message) => {
      if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) errors.push(`${message.location().url}: ${message.text()}`);
    });
    context.on('weberror', (error) => errors.push(String(error.error())));
    await use(context);
    await tell(context, info);
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
  },

  /** Keeps a picture of the page, light and dark, wide and narrow, and checks that the narrow one does not scroll sideways. */
  picture: async ({}, use) =>
    use(async (page, name) => {
      mkdirSync(pictures, { recursive: true });
      for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [375, 'light'], [375, 'dark']]) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme: scheme });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`) });
      }
      await page.setViewportSize({ width: 1280, height: 720 });
    }),
});

const running = new Set();

async function serve(server, use) {
  try {
    running.add(await server.start());
    await use(server);
  } finally {
    running.delete(server);
    await server.stop();
  }
}

/** Tells of a test that has failed what its pages show, and what the servers have logged last. */
export async function tell(context, info) {
  if (info.status === info.expectedStatus) return;
  for (const page of context.pages())
    console.log(`${info.title}: ${page.url()} shows\n${(await page.locator('body').innerText({ timeout: 1000 }).catch(String)).slice(0, 1500)}\n`);
  for (const server of running) console.log(`${info.title}: ${server.url} has logged\n${server.output.slice(-3000)}\n`);
}

export { serve };
