import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connected } from '../support/live.js';
import { Server } from '../support/server.js';
import { expect, images, test } from '../support/test.js';

const program = 'samples/Chat/bin/Release/net10.0/Chat.dll';

const composer = (page) => page.getByRole('textbox', { name: 'Message' });
const messages = (page) => page.locator('#messages .body');
const last = (page) => messages(page).last();

/** A browser of its own, in which somebody has come in. */
async function enter(browser, chat, name, { room = 'general', ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
  page.on('pageerror', (error) => page.problems.push(String(error)));
  await page.goto(chat.url);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Come in' }).click();
  await connected(page);
  if (room !== 'general') await page.getByRole('link', { name: room }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`#${room}`);
  return page;
}

async function say(page, text) {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
  await expect(last(page)).toContainText(text);
}

/** Ends the process of a page, as a fault in it would: an event that nobody handles. */
const crash = (page) => page.evaluate(() => {
  const main = document.querySelector('[data-phx-main]');
  window.liveSocket.js().push(main, 'no-such-event');
});

test.describe('two browsers', () => {
  let ada, grace;

  test.beforeEach(async ({ browser, chat }) => {
    [ada, grace] = await Promise.all([enter(browser, chat, 'Ada'), enter(browser, chat, 'Grace')]);
  });

  test.afterEach(async ({ expectedErrors }) => {
    for (const page of [ada, grace]) {
      await page.context().close();
      expect(page.problems.filter((problem) => !expectedErrors.some((expected) => expected.test(problem)))).toEqual([]);
    }
  });

  test('what one says the other sees, and it is there after a reload', async () => {
    await say(ada, 'Hello from the first browser');
    await expect(last(grace)).toContainText('Hello from the first browser');
    await say(grace, 'And from the second');
    await expect(last(ada)).toContainText('And from the second');

    await expect(ada.locator('.mine')).toHaveCount(1);
    await ada.reload();
    await connected(ada);
    await expect(last(ada)).toContainText('And from the second');
    await expect(ada.locator('.mine')).toHaveCount(1);
  });

  test('who is there and who is typing', async () => {
    await expect(ada.locator('#people .who')).toHaveText([/^Ada you$/, /^Grace$/]);

    await composer(grace).pressSequentially('I am');
    await expect(ada.locator('#typing')).toHaveText('Grace is typing…');
    await composer(grace).fill('');
    await expect(ada.locator('#typing')).toHaveText('');

    await grace.close();
    await expect(ada.locator('#people .who')).toHaveText([/^Ada you$/]);
  });

  test('a new room, and a badge for what is said there', async ({ browserName }, { repeatEachIndex }) => {
    const room = `talks-${browserName}-${repeatEachIndex}`;
    await ada.getByRole('textbox', { name: 'New room' }).fill(room);
    await ada.getByRole('button', { name: 'Open room' }).click();
    await expect(ada).toHaveURL(new RegExp(`/chat/${room}$`));
    await expect(ada.locator('#empty')).toContainText('Nobody has said anything yet.');

    await say(ada, 'Is anybody here?');
    const link = grace.getByRole('link', { name: room });
    await expect(link.locator('.badge')).toHaveText('1 unread');
    await expect(grace).toHaveTitle('(1) #general · Chat');

    await link.click();
    await expect(last(grace)).toContainText('Is anybody here?');
    await expect(link.locator('.badge')).toHaveCount(0);
    await expect(grace).toHaveTitle(`#${room} · Chat`);
    await grace.goBack();
    await expect(grace.getByRole('heading', { level: 1 })).toHaveText('#general');
  });

  test('what is being written waits in its room', async () => {
    await composer(ada).fill('Unfinished');
    await ada.getByRole('link', { name: 'random' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('#random');
    await expect(composer(ada)).toHaveValue('');

    await ada.getByRole('link', { name: 'general' }).click();
    await expect(composer(ada)).toHaveValue('Unfinished');
  });

  test('hostile text is text, for everybody', async () => {
    for (const text of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '<b>bold</b> & {{7*7}}', 'javascript:alert(1)']) {
      await say(ada, text);
      await expect(last(grace)).toContainText(text);
    }
    await expect(grace.locator('#messages :is(script, img, b, a)')).toHaveCount(0);
    await say(ada, 'see https://example.org/?a=1&b="2" there');
    await expect(last(grace).getByRole('link')).toHaveAttribute('href', 'https://example.org/?a=1&b=%222');
  });

  test('lines are begun with Shift and Enter, and empty ones are not sent', async () => {
    await composer(ada).fill('one');
    await composer(ada).press('Shift+Enter');
    await composer(ada).pressSequentially('two');
    await composer(ada).press('Enter');
    await expect(last(grace)).toContainText('one\ntwo');

    const count = await messages(ada).count();
    await composer(ada).press('Enter');
    await ada.getByRole('button', { name: 'Send' }).click();
    await say(ada, 'three');
    expect(await messages(ada).count()).toBe(count + 1);
  });

  test('the newest message is in sight', async () => {
    for (let i = 1; i <= 12; i++) await say(ada, `line ${i}\nof\nmany`);
    await expect(last(ada)).toBeInViewport();
    await expect(last(grace)).toBeInViewport();
    await grace.reload();
    await connected(grace);
    await expect(last(grace)).toBeInViewport();
  });

  test('a page whose process dies comes back, with what was being written', async () => {
    await say(ada, 'Before the crash');
    await composer(ada).fill('Half a sent');
    await expect(grace.locator('#typing')).toHaveText('Ada is typing…');

    await crash(ada);
    await expect(ada.locator('[data-phx-main]')).not.toHaveClass(/phx-connected/);
    await connected(ada);

    await expect(composer(ada)).toHaveValue('Half a sent');
    await expect(grace.locator('#typing')).toHaveText('Ada is typing…');
    await composer(ada).pressSequentially('ence');
    await composer(ada).press('Enter');
    await expect(last(grace)).toContainText('Half a sentence');
    await expect(messages(ada).filter({ hasText: 'Before the crash' })).toHaveCount(1);
  });

  test('who leaves is gone from all its pages', async () => {
    const second = await ada.context().newPage();
    await second.goto(ada.url());
    await connected(second);

    await ada.getByRole('button', { name: 'Leave' }).click();

    await expect(ada.getByRole('heading', { name: 'Who is there?' })).toBeVisible();
    await expect(second.getByRole('heading', { name: 'Who is there?' })).toBeVisible();
    await expect(grace.locator('#people .who')).toHaveText([/^Grace you$/]);
  });
});

test('nothing is lost when the server is killed', async ({ browser }) => {
  const server = await new Server(program).start();
  try {
    const [ada, grace] = [await enter(browser, server, 'Ada'), await enter(browser, server, 'Grace')];
    await say(ada, 'Stored');
    await composer(ada).fill('Being written');
    await expect(grace.locator('#typing')).toHaveText('Ada is typing…');

    await server.kill();
    await expect(ada.getByText('The connection is lost. Trying again…')).toBeVisible();
    await server.start();

    await Promise.all([connected(ada), connected(grace)]);
    await expect(ada.getByText('The connection is lost.')).toBeHidden();
    await expect(composer(ada)).toHaveValue('Being written');
    await composer(ada).press('Enter');
    await expect(last(grace)).toContainText('Being written');
    await expect(messages(grace).filter({ hasText: 'Stored' })).toHaveCount(1);
    await expect(ada.locator('.mine')).toHaveCount(2);
    await Promise.all([ada.context().close(), grace.context().close()]);
  } finally {
    await server.stop();
  }
});

test('a narrow screen has the rooms and the people beside it', async ({ browser, chat }) => {
  const page = await enter(browser, chat, 'Linus', { viewport: { width: 375, height: 720 } });
  const rooms = page.getByRole('complementary', { name: 'Rooms' });
  await expect(rooms).toBeHidden();

  await page.getByRole('button', { name: 'Rooms' }).click();
  await expect(rooms).toBeVisible();
  await rooms.getByRole('link', { name: 'help' }).click();
  await expect(rooms).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('#help');

  await page.getByRole('button', { name: '1 people' }).click();
  await expect(page.locator('#people')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click({ position: { x: 10, y: 300 } });
  await expect(page.locator('#people')).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await page.context().close();
});

test('pictures of the chat, light, dark and on a phone', async ({ browser, picture }) => {
  const server = await new Server(program).start();
  try {
    mkdirSync(images, { recursive: true });
    const screen = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' };
    const ada = await enter(browser, server, 'Ada', { ...screen, colorScheme: 'light' });
    const grace = await enter(browser, server, 'Grace', { ...screen, colorScheme: 'dark' });
    const linus = await enter(browser, server, 'Linus', { viewport: { width: 390, height: 780 }, colorScheme: 'light', reducedMotion: 'reduce' });
    await say(ada, 'Good morning! Has anybody tried to break it yet?');
    await say(grace, 'I have killed my page twice. Both times it was back before I noticed, and so was this sentence.');
    await say(grace, 'The notes are at https://example.org/let-it-crash');
    await say(ada, 'Then let us see what three of us can do.');
    await say(linus, 'On a phone it works, too.');
    await composer(grace).pressSequentially('And the');
    for (const page of [ada, linus]) await expect(page.locator('#typing')).toHaveText('Grace is typing…');
    await expect(last(ada)).toContainText('On a phone');

    await ada.screenshot({ path: join(images, 'chat-light.png') });
    await grace.screenshot({ path: join(images, 'chat-dark.png') });
    await linus.screenshot({ path: join(images, 'chat-phone.png') });

    await ada.getByRole('link', { name: 'random' }).click();
    await expect(ada.locator('#empty')).toBeVisible();
    await picture(ada, 'chat-empty');
    await linus.getByRole('button', { name: 'Rooms' }).click();
    await linus.getByRole('link', { name: 'help' }).click();
    await picture(linus, 'chat-help');
    await Promise.all([ada, grace, linus].map((page) => page.context().close()));
  } finally {
    await server.stop();
  }
});
