import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mistakes, problems } from '../../browser/support/look.js';

// Playwright is that of the other tests in the browser.
const tools = createRequire(resolve(import.meta.dirname, '../../browser/package.json'));
const playwright = tools('@playwright/test');

export const { expect } = playwright;

const artifacts = process.env.ZHAR_ARTIFACTS ?? resolve(import.meta.dirname, '../../../artifacts');
const pictures = join(artifacts, 'ten-minutes');

/** A headless Chromium whose pages must not log an error, unless it is one of those expected. */
export class Browser {
  #chromium;
  #errors = [];
  /** Errors that belong to what the user does, such as a compile error or a server that stops. */
  expected = [];

  static async open() {
    const browser = new Browser();
    browser.#chromium = await playwright.chromium.launch({
      executablePath: process.env.ZHAR_CHROMIUM ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    mkdirSync(pictures, { recursive: true });
    return browser;
  }

  async page() {
    const context = await this.#chromium.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    context.on('console', (message) => message.type() === 'error' && this.#errors.push(`${message.location().url}: ${message.text()}`));
    context.on('weberror', (error) => this.#errors.push(String(error.error())));
    return context.newPage();
  }

  /** The errors since the last look. */
  errors() {
    return this.#errors.splice(0).filter((error) => !this.expected.some((pattern) => pattern.test(error)));
  }

  async close() {
    await this.#chromium.close();
  }
}

/** Waits until an element has a text, and looks often: the time of an edit is measured by it. */
export async function shown(page, selector, text, seconds = 60) {
  const limit = performance.now() + seconds * 1000;
  while ((await page.locator(selector).textContent()).trim() !== text) {
    if (performance.now() > limit) throw new Error(`${page.url()} does not show “${text}” after ${seconds} s.`);
    await wait(10);
  }
}

/** Waits until a live page talks with its process. */
export const connected = (page) => expect(page.locator('[data-phx-main]')).toHaveClass(/phx-connected/, { timeout: 20_000 });

/** Looks at the page that is open, light and dark, wide and narrow: keeps a picture of each, and tells what is wrong. */
export async function look(page, name, { html = true } = {}) {
  const wrong = await problems(page, (width, scheme) => page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`) }));
  if (html) wrong.push(...(await mistakes(page)));
  if (wrong.length > 0) throw new Error(`The page ${page.url()}:\n${[...new Set(wrong)].join('\n')}`);
}
