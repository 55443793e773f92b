import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connected } from '../support/live.js';
import { mistakes, problems } from '../support/look.js';
import { Server } from '../support/server.js';
import { expect, images, tell, test } from '../support/test.js';

const program = 'samples/Showcase/bin/Release/net10.0/Showcase.dll';

const password = 'a long password';

/** Every page of the showcase. A live one is looked at when it has connected. */
const pages = [
  ['home', '/', '#pulse'],
  ['counter', '/counter'],
  ['chat', '/chat/general'],
  ['blog', '/blog'],
  ['post', '/blog/1'],
  ['post-form', '/blog/new'],
  ['board', '/board'],
  ['store', '/kv'],
  ['users', '/users', null],
  ['user', '/users/2', null],
  ['user-form', '/users/new', null],
  ['signup', '/signup', null],
  ['login', '/login', null],
];

/** Every page of its dashboard. */
const dashboard = ['', '/tree', '/processes', '/crashes', '/metrics', '/requests', '/sockets', '/repos', '/registries', '/system'].map((path) => [`dashboard${path.replace('/', ' ')}`, `/dev/dashboard${path}`]);

async function open(page, showcase, path, live = '[data-phx-main]') {
  await page.goto(showcase.url + path);
  if (live) await connected(page, live);
  return page;
}

/** A window of another browser, which fails the test when it logs an error. */
async function another(browser, errors) {
  const page = await (await browser.newContext()).newPage();
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  return page;
}

async function signUp(page, showcase, name) {
  await open(page, showcase, '/signup', null);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(`${name.toLowerCase()}-${Date.now()}@example.org`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('status')).toHaveText(`Welcome, ${name}.`);
}

/** One of the two windows of a test: the second is in a browser of its own. */
const two = test.extend({
  second: async ({ browser, expectedErrors }, use, info) => {
    const errors = [];
    const page = await another(browser, errors);
    await use(page);
    await tell(page.context(), info);
    await page.context().close();
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
  },
});

// ---- every page by itself -------------------------------------------------------------------------------------------

test.describe('each page', () => {
  for (const [name, path, live = '[data-phx-main]'] of [...pages, ...dashboard]) {
    test(`${name}: valid, accessible, no wider than a phone`, async ({ page, showcase }) => {
      if (path === '/blog/new') await signUp(page, showcase, 'Writer');
      await open(page, showcase, path, live);

      expect(await mistakes(page)).toEqual([]);
      await expect(page.locator('h1')).toHaveCount(1);
      await expect(page).toHaveTitle(/Zhar/);
      expect(await problems(page)).toEqual([]);
      expect(await tabOrder(page)).toEqual([]);
    });
  }

  test('the pictures of the documentation', async ({ page, showcase }) => {
    mkdirSync(images, { recursive: true });
    for (const [name, path, live = '[data-phx-main]'] of [...pages, ['dashboard', '/dev/dashboard/tree']]) {
      if (path === '/blog/new') continue;
      for (const [width, height, scheme] of [[1280, 800, 'light'], [1280, 800, 'dark'], [375, 760, 'light']]) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await open(page, showcase, path, live);
        if (name === 'counter') await play(page);
        await page.screenshot({ path: join(images, `showcase-${name}-${width === 375 ? 'phone' : scheme}.png`) });
      }
    }
  });
});

/** Something to see on the counter. */
async function play(page) {
  await page.getByRole('button', { name: 'Crash the counter' }).click();
  await expect(page.locator('#log')).toContainText('started a new counter');
  await page.getByRole('button', { name: 'Hog a processor' }).click();
  for (let i = 1; i <= 3; i++) {
    await page.getByRole('button', { name: 'Count up' }).click();
    await expect(page.locator('#count')).toHaveText(String(i));
  }
}

/** What is wrong with the way of the Tab key: the skip link comes first, everything comes in the order of the page, and shows that it has the focus. */
async function tabOrder(page) {
  const wrong = [];
  const all = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, [tabindex="0"]')]
    .filter((e) => !e.disabled && e.checkVisibility({ visibilityProperty: true })).length);
  await page.evaluate(() => document.activeElement?.blur());
  let last = -1;
  for (let i = 0; i < Math.min(all, 40); i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      const style = getComputedStyle(e);
      return {
        name: e.outerHTML.slice(0, 90),
        index: [...document.querySelectorAll('*')].indexOf(e),
        isSkip: e.matches('.skip, .zd-skip'),
        shows: e.matches('.skip, .zd-skip') || [style, ...(e.form ? [getComputedStyle(e.form)] : [])].some((s) => s.outlineStyle !== 'none' || s.boxShadow !== 'none'),
        hasTabIndex: e.tabIndex > 0,
      };
    });
    if (i === 0 && !at.isSkip && !at.name.includes('autofocus')) wrong.push(`the first is ${at.name}`);
    if (at.index <= last) wrong.push(`out of order: ${at.name}`);
    if (!at.shows) wrong.push(`shows no focus: ${at.name}`);
    if (at.hasTabIndex) wrong.push(`tabindex above 0: ${at.name}`);
    last = at.index;
  }
  return wrong;
}

// ---- two browsers at once -------------------------------------------------------------------------------------------

two.describe('two browsers', () => {
  two('count together, and see the counter crash and come back', async ({ page, second, showcase }) => {
    await open(page, showcase, '/counter');
    await open(second, showcase, '/counter');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('button', { name: 'Count up' }).click();
    await expect(page.locator('#count')).toHaveText('1');
    await second.getByRole('button', { name: 'Count up' }).click();
    await expect(page.locator('#count')).toHaveText('2');

    await second.getByRole('button', { name: 'Crash the counter' }).click();

    for (const window of [page, second]) {
      await expect(window.locator('#log')).toContainText('pressed Crash');
      await expect(window.locator('#log')).toContainText('started a new counter');
      await expect(window.locator('#count')).toHaveText('0');
    }
    await page.getByRole('button', { name: 'Count up' }).click();
    await expect(second.locator('#count')).toHaveText('1');
  });

  two('count while all processors are kept busy', async ({ page, showcase }) => {
    await open(page, showcase, '/counter');
    await page.getByRole('button', { name: 'Reset' }).click();
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Hog a processor' }).click();
    await expect(page.locator('.core.busy').first()).toBeVisible();

    await page.getByRole('button', { name: 'Count up' }).click();
    await expect(page.locator('#count')).toHaveText('1');
    await expect(page.locator('#hogs')).toHaveText(/^0 of/);
  });

  two('chat, and see each other type', async ({ page, second, showcase }) => {
    await signUp(second, showcase, 'Barbara');
    await open(page, showcase, '/chat/otp');
    await open(second, showcase, '/chat/otp');
    await expect(page.locator('#people')).toContainText('Barbara');

    await second.getByRole('textbox', { name: 'Message' }).pressSequentially('Hello from <b>the</b> other side');
    await expect(page.locator('#typing')).toContainText('Barbara is typing');
    await second.getByRole('textbox', { name: 'Message' }).press('Enter');

    await expect(page.locator('#messages .body').last()).toContainText('Hello from <b>the</b> other side');
  });

  two('write a post, comment on it, and read both as they come', async ({ page, second, showcase }) => {
    await open(page, showcase, '/blog');
    await signUp(second, showcase, 'Edsger');
    await open(second, showcase, '/blog');
    await second.getByRole('link', { name: 'New post' }).click();
    await second.getByLabel('Title').fill('Structured');
    await second.getByLabel('Text').fill('One.\n\nTwo <i>.');
    await second.getByRole('button', { name: 'Publish' }).click();
    await expect(second.getByRole('heading', { name: 'Structured' })).toBeVisible();

    await page.getByRole('link', { name: 'Structured' }).click();
    await expect(page.getByText('Two <i>.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Comment' }).fill('Considered <script>alert(1)</script> harmless');
    await page.getByRole('button', { name: 'Comment' }).click();

    await expect(second.getByText('Considered <script>alert(1)</script> harmless')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Comment' })).toHaveValue('');
  });

  two('drag a card, and edit one at the same time without losing a word', async ({ page, second, showcase }) => {
    await open(page, showcase, '/board');
    await open(second, showcase, '/board');
    await expect(page.locator('#people li')).toHaveCount(2);
    await page.getByLabel('New card').fill('To be dragged');
    await page.getByRole('button', { name: 'Add card' }).click();
    await expect(page.getByLabel('New card')).toHaveValue('');
    const card = second.locator('.ticket', { hasText: 'To be dragged' });

    await card.dragTo(second.locator('#lane-done ol .ticket').first(), { targetPosition: { x: 60, y: 8 } });
    await expect(page.locator('#lane-done .title').first()).toHaveText('To be dragged');
    await expect(second.locator('#lane-done .title').first()).toHaveText('To be dragged');

    for (const window of [page, second]) await window.getByRole('button', { name: 'To be dragged', exact: true }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Renamed here');
    await second.getByRole('textbox', { name: 'Title' }).fill('Renamed there');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('#lane-done .title').first()).toHaveText('Renamed here');
    await second.getByRole('button', { name: 'Save' }).click();
    await expect(second.getByRole('alert').filter({ hasText: 'It reads now' })).toContainText('Renamed here');
    await expect(second.getByRole('textbox', { name: 'Title' })).toHaveValue('Renamed there');
    await second.getByRole('button', { name: 'Save' }).click();

    await expect(page.locator('#lane-done .title').first()).toHaveText('Renamed there');
    await page.getByRole('button', { name: 'Remove Renamed there' }).click();
    await expect(second.getByText('Renamed there')).toHaveCount(0);
  });

  two('move a card by keyboard alone', async ({ page, second, showcase }) => {
    await open(page, showcase, '/board');
    await open(second, showcase, '/board');
    const right = page.getByRole('button', { name: 'Move Watch who else is here to the right' });
    await right.focus();
    await page.keyboard.press('Enter');

    await expect(second.locator('#lane-done')).toContainText('Watch who else is here');
    await page.getByRole('button', { name: 'Move Watch who else is here to the left' }).focus();
    await page.keyboard.press('Enter');
    await expect(second.locator('#lane-doing')).toContainText('Watch who else is here');
  });

  two('share a key, and lose nothing to a crash of the store', async ({ page, second, showcase }) => {
    await open(page, showcase, '/kv');
    await open(second, showcase, '/kv');
    await page.getByLabel('Key').fill('colour');
    await page.getByLabel('Value').fill('amber');
    await page.getByRole('button', { name: 'Put' }).click();
    await expect(second.locator('#entries')).toContainText('amber');
    const owner = await second.locator('#store-pid').textContent();

    await page.getByLabel('Key').fill('half');
    await second.getByRole('button', { name: 'Crash the store' }).click();

    await expect(second.locator('#store-pid')).not.toHaveText(owner);
    await expect(second.locator('#entries')).toContainText('amber');
    await expect(page.getByLabel('Key')).toHaveValue('half');
  });

  two('log out everywhere at once', async ({ page, showcase, context }) => {
    await signUp(page, showcase, 'Niklaus');
    await open(page, showcase, '/counter');
    const other = await context.newPage();
    await open(other, showcase, '/board');

    await page.getByRole('button', { name: 'Log out' }).click();

    await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible();
    await expect(other.getByRole('link', { name: 'Log in' })).toBeVisible(); // it loads itself again
  });
});

// ---- the worst case -------------------------------------------------------------------------------------------------

two('a server that is killed and started again has lost nothing, stored or typed', async ({ page, second, expectedErrors }) => {
  two.setTimeout(90_000);
  expectedErrors.push(/ERR_CONNECTION_REFUSED|WebSocket connection|net::|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  const showcase = await new Server(program).start();
  try {
    await signUp(second, showcase, 'Donald');
    await open(second, showcase, '/chat/general');
    await second.getByRole('textbox', { name: 'Message' }).fill('Before the end');
    await second.getByRole('textbox', { name: 'Message' }).press('Enter');
    await expect(second.locator('#messages .body').last()).toContainText('Before the end');
    await open(page, showcase, '/board');
    await page.getByLabel('New card').fill('Survive');
    await page.getByRole('button', { name: 'Add card' }).click();
    await expect(page.getByRole('button', { name: 'Survive', exact: true })).toBeVisible();
    await open(page, showcase, '/kv');
    await page.getByLabel('Key').fill('kept');
    await page.getByLabel('Value').fill('yes');
    await page.getByRole('button', { name: 'Put' }).click();
    await expect(page.locator('#entries')).toContainText('yes');

    // Half typed, in two windows, when the server dies.
    await page.getByLabel('Key').fill('unfinished');
    await page.getByLabel('Value').fill('but here');
    await open(second, showcase, '/blog/new');
    await second.getByLabel('Title').fill('An unfinished post');
    await second.getByLabel('Text').fill('With many words.');
    await showcase.kill();
    for (const window of [page, second]) await expect(window.getByText('The connection is lost. Trying again…')).toBeVisible();
    await showcase.start();

    for (const window of [page, second]) await expect(window.locator('[data-phx-main]')).toHaveClass(/phx-connected/, { timeout: 30_000 });
    await expect(page.locator('#entries')).toContainText('yes');
    await expect(page.getByLabel('Key')).toHaveValue('unfinished');
    await expect(page.getByLabel('Value')).toHaveValue('but here');
    await page.getByRole('button', { name: 'Put' }).click();
    await expect(page.locator('#entries')).toContainText('but here');
    await expect(second.getByLabel('Title')).toHaveValue('An unfinished post');
    await expect(second.getByLabel('Text')).toHaveValue('With many words.');
    await second.getByRole('button', { name: 'Publish' }).click();
    await expect(second.getByRole('heading', { name: 'An unfinished post' })).toBeVisible();

    await open(page, showcase, '/board');
    await expect(page.getByRole('button', { name: 'Survive', exact: true })).toBeVisible();
    await open(page, showcase, '/chat/general');
    await expect(page.locator('#messages .body').last()).toContainText('Before the end');
  } finally {
    await showcase.stop();
  }
});

test('hostile text in every field is text', async ({ page, showcase }) => {
  const hostile = `"><img src=x onerror="window.hit=1"><script>window.hit=1</script>\u202e${'\u0301'.repeat(20)}`;
  await open(page, showcase, '/kv');
  await page.getByLabel('Key').fill(hostile.slice(0, 60));
  await page.getByLabel('Value').fill(hostile);
  await page.getByRole('button', { name: 'Put' }).click();
  await expect(page.locator('#entries')).toContainText('onerror');
  await open(page, showcase, '/board');
  await page.getByLabel('New card').fill(hostile);
  await page.getByRole('button', { name: 'Add card' }).click();
  await expect(page.locator('#lane-todo')).toContainText('onerror');
  await open(page, showcase, '/chat/general');
  await page.getByRole('textbox', { name: 'Message' }).fill(hostile);
  await page.getByRole('textbox', { name: 'Message' }).press('Enter');
  await expect(page.locator('#messages .body').last()).toContainText('onerror');
  await open(page, showcase, '/users/new', null);
  await page.getByLabel('Name').fill(hostile.slice(0, 80));
  await page.getByLabel('Email').fill(`x${Date.now()}@example.org`);
  await page.getByRole('button', { name: 'Store' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('onerror');

  expect(await page.evaluate(() => window.hit)).toBeUndefined();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
