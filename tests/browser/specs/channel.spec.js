import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '../support/test.js';

const client = readFileSync(createRequire(import.meta.url).resolve('phoenix').replace(/phoenix\.[a-z.]*js$/, 'phoenix.mjs'));

async function open(context, rooms, query) {
  const page = await context.newPage();
  await page.route('**/assets/phoenix.mjs', (route) => route.fulfill({ contentType: 'text/javascript', body: client }));
  await page.goto(`${rooms.url}/?${query}`);
  return page;
}

const push = (page, event, payload) =>
  page.evaluate(
    ([name, data]) =>
      new Promise((resolve, reject) =>
        window.test.channel
          .push(name, data)
          .receive('ok', (response) => resolve({ status: 'ok', response }))
          .receive('error', (response) => resolve({ status: 'error', response }))
          .receive('timeout', () => reject(new Error('timeout'))),
      ),
    [event, payload],
  );

for (const transport of ['websocket', 'longpoll']) {
  test.describe(`over ${transport}`, () => {
    const by = transport === 'longpoll' ? '&longpoll' : '';

    test('what one page says both see, in order', async ({ context, rooms }) => {
      const ada = await open(context, rooms, `user=ada${by}`);
      const bob = await open(context, rooms, `user=bob${by}`);
      await expect(ada.getByRole('status')).toHaveText('joined lobby');
      await expect(bob.getByRole('status')).toHaveText('joined lobby');

      for (const text of ['one', 'two <b>', 'three']) {
        await ada.getByRole('textbox', { name: 'Message' }).fill(text);
        await ada.getByRole('button', { name: 'Send' }).click();
      }

      for (const page of [ada, bob]) await expect(page.getByLabel('Messages').getByRole('listitem')).toHaveText(['ada: one', 'ada: two <b>', 'ada: three']);
    });

    test('a push is answered, with ok or with an error', async ({ context, rooms }) => {
      const page = await open(context, rooms, `user=ada${by}`);
      await expect(page.getByRole('status')).toHaveText('joined lobby');

      expect(await push(page, 'echo', { text: 'grüße 👋' })).toEqual({ status: 'ok', response: { text: 'grüße 👋', by: null } });
      expect(await push(page, 'refuse', {})).toEqual({ status: 'error', response: { reason: 'not today' } });
      expect((await push(page, 'nothing_like_this', {})).status).toBe('error');
    });

    test('others hear it, the speaker does not', async ({ context, rooms }) => {
      const ada = await open(context, rooms, `user=ada&room=others${by}`);
      const bob = await open(context, rooms, `user=bob&room=others${by}`);
      await expect(ada.getByRole('status')).toHaveText('joined others');
      await expect(bob.getByRole('status')).toHaveText('joined others');

      await ada.evaluate(() => window.test.channel.push('say_to_others', { text: 'psst' }));
      await ada.evaluate(() => window.test.channel.push('say', { text: 'loud' }));

      await expect(bob.getByLabel('Messages').getByRole('listitem')).toHaveText(['ada: psst', 'ada: loud']);
      await expect(ada.getByLabel('Messages').getByRole('listitem')).toHaveText(['ada: loud']);
    });

    test('a room may refuse', async ({ context, rooms }) => {
      const page = await open(context, rooms, `user=ada&room=locked${by}`);

      await expect(page.getByRole('status')).toHaveText('refused: locked');
    });

    test('a channel that crashes is joined again', async ({ context, rooms }) => {
      const page = await open(context, rooms, `user=ada${by}`);
      await expect(page.getByRole('status')).toHaveText('joined lobby');

      await page.evaluate(() => window.test.channel.push('crash', {}));

      await expect.poll(() => page.evaluate(() => window.test.joins)).toBeGreaterThanOrEqual(2);
      await expect(page.getByRole('status')).toHaveText('joined lobby');
      expect((await push(page, 'echo', { text: 'again' })).response.text).toBe('again');
    });
  });
}

test('binary data goes both ways', async ({ context, rooms }) => {
  const page = await open(context, rooms, 'user=ada');
  await expect(page.getByRole('status')).toHaveText('joined lobby');

  const reversed = await page.evaluate(
    () => new Promise((resolve) => window.test.channel.push('reverse', new Uint8Array([1, 2, 0, 255]).buffer).receive('ok', (data) => resolve([...new Uint8Array(data)]))),
  );

  expect(reversed).toEqual([255, 0, 2, 1]);
});

test('everybody sees who is there', async ({ context, rooms }) => {
  const ada = await open(context, rooms, 'user=ada&room=presence');
  const bob = await open(context, rooms, 'user=bob&room=presence');
  for (const page of [ada, bob]) await expect(page.getByLabel('People').getByRole('listitem')).toHaveText(['ada', 'bob']);

  await bob.close();

  await expect(ada.getByLabel('People').getByRole('listitem')).toHaveText(['ada']);
});

test('who has no token does not get in', async ({ context, rooms, expectedErrors }) => {
  expectedErrors.push(/403/, /WebSocket/);
  const page = await open(context, rooms, 'token=forged');

  await expect(page.getByRole('status')).toHaveText('disconnected');
});

test('a page of another site does not get in', async ({ context, rooms, expectedErrors }) => {
  expectedErrors.push(/WebSocket/, /403/);
  const page = await context.newPage();
  await page.route('http://evil.test/', (route) => route.fulfill({ contentType: 'text/html', body: '<title>evil</title>' }));
  await page.goto('http://evil.test/');

  const outcome = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.onopen = () => resolve('open');
        socket.onerror = () => resolve('refused');
      }),
    `${rooms.url.replace('http', 'ws')}/socket/websocket?vsn=2.0.0`,
  );

  expect(outcome).toBe('refused');
});

test('after a crash of the server the page joins again by itself', async ({ context, rooms, expectedErrors }) => {
  expectedErrors.push(/WebSocket/, /ERR_/);
  const page = await open(context, rooms, 'user=ada');
  await expect(page.getByRole('status')).toHaveText('joined lobby');

  await rooms.kill();
  await expect(page.getByRole('status')).toHaveText(/disconnected|lost/);
  await rooms.start();

  await expect(page.getByRole('status')).toHaveText('joined lobby');
  expect((await push(page, 'echo', { text: 'back' })).response.text).toBe('back');
});

test('a page that fails helps the developer', async ({ page, rooms, picture, expectedErrors }) => {
  expectedErrors.push(/500/);
  const answer = await page.goto(`${rooms.url}/fail`);

  expect(answer.status()).toBe(500);
  await expect(page.getByText('This page fails, and its secret is sesame.').first()).toBeVisible();
  await expect(page.getByText('PageController.cs').first()).toBeVisible();
  await picture(page, 'debug-500');
});

test('in production a page that fails tells nothing', async ({ page, productionRooms, picture, expectedErrors }) => {
  expectedErrors.push(/500/);
  const answer = await page.goto(`${productionRooms.url}/fail`);

  expect(answer.status()).toBe(500);
  expect(await page.content()).not.toMatch(/sesame|PageController|   at /);
  await picture(page, 'production-500');
});
