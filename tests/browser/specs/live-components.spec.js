import { connected } from '../support/live.js';
import { expect, test } from '../support/test.js';

async function open(page, url) {
  await page.goto(url);
  await connected(page);
}

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

for (const [transport, query] of [['websocket', ''], ['longpoll', '?poll']]) {
  test.describe(`components and uploads over ${transport}`, () => {
    if (transport === 'longpoll')
      test.beforeEach(({ context }) => context.addInitScript(() => { delete window.WebSocket; }));

    test('components keep their state while the list around them changes', async ({ page, live }) => {
      await open(page, live.url + '/cards' + query);
      const card = (n) => page.locator(`#card-${n}`);
      await card(2).getByRole('button', { name: 'Like' }).click();
      await expect(card(2).locator('output')).toHaveText('1');
      await expect(page.locator('#last')).toHaveText('card 2');

      await page.getByRole('button', { name: 'Reverse' }).click();
      await expect(page.locator('#cards b')).toHaveText(['card 3', 'card 2', 'card 1']);
      await page.getByRole('button', { name: 'Append' }).click();
      await expect(page.locator('#cards b')).toHaveText(['card 3', 'card 2', 'card 1', 'card 4']);
      await card(4).getByRole('button', { name: 'Like' }).click();
      await expect(card(4).locator('output')).toHaveText('1');
      await page.getByRole('button', { name: 'Nudge' }).click();
      await expect(card(2).locator('b')).toHaveText('card 2!');
      await page.getByRole('button', { name: 'Drop' }).click();

      await expect(page.locator('#cards output')).toHaveText(['1', '0', '1']);
      await card(1).getByRole('button', { name: 'Like' }).click();
      await expect(card(1).locator('output')).toHaveText('1');
    });

    test('what was typed into a component survives its crash', async ({ page, live }) => {
      await open(page, live.url + '/cards' + query);
      const card = page.locator('#card-1');
      for (let i = 1; i <= 3; i++) {
        await card.getByRole('button', { name: 'Like' }).click();
        await expect(card.locator('output')).toHaveText(String(i));
      }
      await card.getByLabel('Note').fill('remember');
      await expect(card.locator('i')).toHaveText('remember');

      await card.getByRole('button', { name: 'Crash' }).click();

      await expect(card.locator('output')).toHaveText('0');
      await expect(card.locator('i')).toHaveText('remember');
      await expect(card.getByLabel('Note')).toHaveValue('remember');
    });

    test('files go up in chunks', async ({ page, live }) => {
      await open(page, live.url + '/files' + query);
      await page.getByLabel('Files').setInputFiles([
        { name: 'long.txt', mimeType: 'text/plain', buffer: Buffer.alloc(200_000, 'a') },
        { name: 'dot.png', mimeType: 'image/png', buffer: png },
      ]);
      await expect(page.locator('.entry b')).toHaveText(['long.txt', 'dot.png']);
      await expect.poll(() => page.locator('.entry img').evaluate((img) => img.naturalWidth)).toBe(1);

      await page.getByRole('button', { name: 'Save' }).click();

      await expect(page.locator('#saved li')).toHaveText(['long.txt: 200000 bytes', `dot.png: ${png.length} bytes`]);
      await expect(page.locator('.entry')).toHaveCount(0);
    });

    test('a file that is not allowed is shown, can be removed, and does not lock the form', async ({ page, live }) => {
      await open(page, live.url + '/files' + query);
      await page.getByLabel('Files').setInputFiles([
        { name: 'huge.txt', mimeType: 'text/plain', buffer: Buffer.alloc(300_001, 'a') },
        { name: 'fine.txt', mimeType: 'text/plain', buffer: Buffer.from('fine') },
      ]);
      await expect(page.locator('.entry u').first()).toHaveText('The file is too large.');

      await page.getByRole('button', { name: 'Remove huge.txt' }).click();
      await expect(page.locator('.entry b')).toHaveText(['fine.txt']);
      await page.getByRole('button', { name: 'Save' }).click();

      await expect(page.locator('#saved li')).toHaveText(['fine.txt: 4 bytes']);
    });

    test('a page has what it has kept after a crash', async ({ page, live }) => {
      await open(page, live.url + '/keep' + query);
      for (let i = 1; i <= 3; i++) {
        await page.getByRole('button', { name: 'Add' }).click();
        await expect(page.locator('#count')).toHaveText(String(i));
      }

      await page.getByRole('button', { name: 'Crash' }).click();

      await expect(page.locator('#count')).toHaveText('0');
      await expect(page.locator('#draft')).toHaveText('xxx');
    });
  });
}
