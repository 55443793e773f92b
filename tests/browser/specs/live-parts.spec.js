import { connected, press } from '../support/live.js';
import { expect, test } from '../support/test.js';

async function open(page, live, path) {
  await page.goto(live.url + path);
  await connected(page);
}

for (const [transport, query] of [['websocket', ''], ['longpoll', '?poll']]) {
  test.describe(`parts of live pages over ${transport}`, () => {
    if (transport === 'longpoll')
      test.beforeEach(({ context }) => context.addInitScript(() => { delete window.WebSocket; }));

    test('a stream changes by single items, which the server forgets', async ({ page, live }) => {
      const items = page.locator('#items > li');
      await open(page, live, '/stream' + query);
      await expect(items).toHaveText(['1', '2', '3']);

      await press(page, 'Append');
      await expect(items).toHaveText(['1', '2', '3', '4']);
      await press(page, 'Prepend');
      await expect(items).toHaveText(['5', '1', '2', '3', '4']);
      await press(page, 'Prepend of three');
      await expect(items).toHaveText(['6', '5', '1']);
      await press(page, 'Change'); // not in the page any more
      await press(page, 'Remove first');
      await expect(items).toHaveText(['6', '5']);
      await press(page, 'Reset');
      await expect(items).toHaveText(['3', '1']);
      await press(page, 'Clear');
      await expect(items).toHaveCount(0);
      await press(page, 'Append');
      await expect(items).toHaveText(['7']);

      await press(page, 'Crash');
      await expect(items).toHaveText(['1', '2', '3']);
    });

    test('a hook is told what happens to its element, and talks to the view', async ({ page, live }) => {
      const log = () => page.evaluate(() => window.hookLog);
      await open(page, live, '/hooks' + query);
      await expect.poll(log).toEqual(['mounted 0']);

      await press(page, '+1');
      await expect.poll(log).toEqual(['mounted 0', 'before 0', 'updated 1']);
      await page.evaluate(() => (window.hookLog.length = 0));
      await press(page, 'Ask');
      await expect.poll(log).toEqual(['answered 9']);
      await press(page, 'Shout');
      await expect.poll(log).toEqual(['answered 9', 'heard hello']);

      await page.evaluate(() => { window.hookLog.length = 0; window.liveSocket.disconnect(() => window.liveSocket.connect()); });
      await expect.poll(log).toEqual(['disconnected', 'before 1', 'updated 0', 'reconnected']);
      await page.evaluate(() => (window.hookLog.length = 0));
      await press(page, 'Remove');
      await expect.poll(log).toEqual(['destroyed']);
    });

    test('hooks beside their view are there without a word', async ({ page, live }) => {
      await open(page, live, '/hooks' + query);
      for (const value of [1, 2]) {
        await press(page, '+1');
        await expect(page.locator('#beside')).toHaveAttribute('title', String(value));
        await expect(page.locator('#beside-too')).toHaveAttribute('title', String(2 * value));
      }
    });

    test('an event before the patch starts a view transition', async ({ page, live }) => {
      await open(page, live, '/hooks' + query);
      await press(page, '+1');
      await expect(page.locator('#value')).toHaveText('1');
      expect(await page.evaluate(() => window.transitions)).toBe(0);

      await press(page, 'Glide');

      await expect(page.locator('#value')).toHaveText('2');
      expect(await page.evaluate(() => window.transitions)).toBe(1);
    });

    test('work beside the page shows when it is done, and when it has failed', async ({ page, live }) => {
      await open(page, live, `/async/${transport}${query}`);
      await expect(page.locator('#loading')).toBeVisible();

      await press(page, 'Deliver first');
      await expect(page.locator('#value')).toHaveText('first');
      await expect(page.locator('#loading')).toHaveCount(0);
      await press(page, 'Load');
      await expect(page.locator('#loading')).toBeVisible();
      await expect(page.locator('#value')).toHaveText('first');
      await press(page, 'Deliver nothing');
      await expect(page.locator('#failed')).toBeVisible();
      await expect(page.locator('#value')).toHaveText('first');
      await press(page, 'Load');
      await press(page, 'Deliver second');
      await expect(page.locator('#value')).toHaveText('second');
      await expect(page.locator('#failed')).toHaveCount(0);
    });

    test('views of a layout stay while the page in it changes', async ({ page, live }) => {
      let loads = 0;
      page.on('load', () => loads++);
      await open(page, live, '/sticky/a' + query);
      for (const name of ['player', 'corner']) {
        await press(page, `${name} play`);
        await expect(page.locator(`#${name}-plays`)).toHaveText('1');
      }

      await page.getByRole('link', { name: 'B', exact: true }).click();
      await expect(page.locator('h1')).toHaveText('Page B');
      for (const name of ['player', 'corner']) {
        await expect(page.locator(`#${name}-plays`)).toHaveText('1');
        await press(page, `${name} play`);
        await expect(page.locator(`#${name}-plays`)).toHaveText('2');
      }

      for (const name of ['player', 'corner']) {
        await page.getByRole('link', { name: 'A', exact: true }).click();
        await expect(page.locator('h1')).toHaveText('Page A');
        await press(page, `${name} to B`);
        await expect(page.locator('h1')).toHaveText('Page B');
        await expect(page.locator('#flash')).toHaveText(`Sent by ${name}`);
        await expect(page.locator(`#${name}-plays`)).toHaveText('2');
      }
      expect(loads).toBe(1);
    });
  });
}

test('commands run in the browser, and updates of the page keep what they did', async ({ page, live }) => {
  const box = page.locator('#box');
  await open(page, live, '/commands');

  await press(page, 'Hide');
  await expect(box).toBeHidden();
  await press(page, '+1');
  await expect(page.locator('#count')).toHaveText('1');
  await expect(box).toBeHidden();
  await press(page, 'Show');
  await expect(box).toHaveText('box 1');
  await press(page, 'Toggle');
  await expect(box).toBeHidden();
  await press(page, 'Toggle');
  await expect(box).toBeVisible();

  await press(page, 'Paint');
  await expect(box).toHaveClass('bright round');
  await press(page, 'Describe');
  await expect(box).toHaveAttribute('title', 'A box');
  await expect(box).toHaveAttribute('aria-expanded', 'true');
  await press(page, 'Describe');
  await expect(box).toHaveAttribute('aria-expanded', 'false');
  await press(page, '+1');
  await expect(box).toHaveText('box 2');
  await expect(box).toHaveClass('bright round');
  await expect(box).toHaveAttribute('title', 'A box');
  await press(page, 'Undescribe');
  await expect(box).not.toHaveAttribute('title');

  await press(page, 'Mark');
  await expect(box).toHaveAttribute('data-mark', 'seen');
  await press(page, 'Cancel');
  await expect(box).toHaveClass(/cancelled/);
  await press(page, 'Move');
  await expect(box).not.toHaveClass(/slow/);
  await expect(box).not.toHaveClass(/to/);

  await press(page, 'Say and hide');
  await expect(page.locator('#said')).toHaveText('hey 2');
  await expect(box).toBeHidden();

  await press(page, 'Into');
  await expect(page.getByRole('textbox', { name: 'One' })).toBeFocused();
  await press(page, 'Back');
  await expect(page.getByRole('button', { name: 'Into' })).toBeFocused();
  await press(page, 'Patch');
  await expect(page.locator('#page')).toHaveText('2');
  await expect(page.locator('#count')).toHaveText('2');
  await press(page, 'Navigate');
  await expect(page.getByRole('heading', { name: 'Counter' })).toBeVisible();
});

test('a connection that breaks again and again loses no input', async ({ page, live }) => {
  const connections = [];
  await page.routeWebSocket(/\/live\/websocket/, (socket) => {
    socket.connectToServer();
    connections.push(socket);
  });
  await open(page, live, '/form');
  const name = page.getByRole('textbox', { name: 'Name' });

  for (const text of ['a', 'ad', 'ada', 'ada l']) {
    await name.fill(text);
    await expect(page.locator('#upper')).toHaveText(text.toUpperCase());
    const last = connections.length;
    await connections.at(-1).close({ code: 1011 });
    await expect.poll(() => connections.length).toBeGreaterThan(last);
    await connected(page);
    await expect(name).toHaveValue(text);
    await expect(page.locator('#upper')).toHaveText(text.toUpperCase());
  }
});

test('polls that fail again and again lose no input', async ({ page, context, live, expectedErrors }) => {
  expectedErrors.push(/net::ERR_FAILED/);
  await context.addInitScript(() => { delete window.WebSocket; });
  await open(page, live, '/form?poll');
  const name = page.getByRole('textbox', { name: 'Name' });

  for (const text of ['g', 'gr', 'grace']) {
    let failed = 0;
    await page.route('**/live/longpoll*', (route) => (failed < 2 ? (failed++, route.abort()) : route.continue()));
    await name.fill(text);
    await expect.poll(() => failed).toBe(2);
    await connected(page);
    await expect(page.locator('#upper')).toHaveText(text.toUpperCase());
    await expect(name).toHaveValue(text);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
});
