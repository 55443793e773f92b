import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

// Playwright, axe and html-validate are those of the other tests in the browser.
const tools = createRequire(resolve(import.meta.dirname, '../../browser/package.json'));
const playwright = tools('@playwright/test');
const { HtmlValidate } = tools('html-validate');
const axe = tools.resolve('axe-core/axe.min.js');

export const { expect } = playwright;

const artifacts = process.env.ZHAR_ARTIFACTS ?? resolve(import.meta.dirname, '../../../artifacts');
const pictures = join(artifacts, 'ten-minutes');

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'no-trailing-whitespace': 'off',
    'no-inline-style': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'no-implicit-button-type': 'error',
    'prefer-native-element': 'off',
    'require-sri': 'off',
    'tel-non-breaking': 'off',
    'text-content': 'off',
    'valid-autocomplete': 'error',
  },
});

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

/** Waits until a live page talks with its process. */
export const connected = (page) => expect(page.locator('[data-phx-main]')).toHaveClass(/phx-connected/, { timeout: 20_000 });

/** Looks at the page that is open, light and dark, wide and narrow: keeps a picture of each, and tells what is wrong. */
export async function look(page, name, { html = true } = {}) {
  const wrong = [];
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [375, 'light'], [375, 'dark']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > width) wrong.push(`${width} ${scheme}: it scrolls sideways`);
    wrong.push(...(await violations(page)).map((violation) => `${width} ${scheme}: ${violation}`));
    await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`) });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  if (html) wrong.push(...(await mistakes(await (await page.request.get(page.url())).text())));
  if (wrong.length > 0) throw new Error(`The page ${page.url()}:\n${[...new Set(wrong)].join('\n')}`);
}

async function mistakes(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages).map((m) => `HTML: ${m.ruleId} at ${m.line}:${m.column}: ${m.message}`);
}

async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(readFileSync(axe, 'utf8'));
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}
