import { connected } from '../support/live.js';
import { expect, test } from '../support/test.js';

async function open(page, live, path) {
  await page.goto(live.url + path);
  await connected(page);
}

for (const [transport, query] of [['websocket', ''], ['longpoll', '?poll']]) {
  test.describe(`live pages over ${transport}`, () => {
    if (transport === 'longpoll')
      test.beforeEach(({ context }) => context.addInitScript(() => { delete window.WebSocket; }));

    test('a counter counts, on one connection', async ({ page, live }) => {
      await open(page, live, '/' + query);
      await expect(page.locator('#transport')).toHaveText(transport);

      for (let i = 1; i <= 3; i++) { // the client ignores a click on an element whose last event is not answered yet
        await page.getByRole('button', { name: '+1', exact: true }).click();
        await expect(page.locator('#count')).toHaveText(String(i));
      }

      await page.getByRole('button', { name: '+10' }).click();
      await expect(page.locator('#count')).toHaveText('13');
      await expect(page).toHaveTitle('Count 13');
    });

    test('a page whose process dies joins again', async ({ page, live }) => {
      await open(page, live, '/' + query);
      await page.getByRole('button', { name: '+1', exact: true }).click();
      await expect(page.locator('#count')).toHaveText('1');

      await page.getByRole('button', { name: 'Crash' }).click();

      await expect(page.locator('#count')).toHaveText('0');
      await connected(page);
      await page.getByRole('button', { name: '+1', exact: true }).click();
      await expect(page.locator('#count')).toHaveText('1');
    });

    test('pages of a room hear each other', async ({ page, context, live }) => {
      await open(page, live, '/rooms/lobby' + query);
      const other = await context.newPage();
      await open(other, live, '/rooms/lobby' + query);
      await expect(page.locator('#empty')).toHaveText('Nothing said yet.');

      for (const text of ['one', 'two <b>', 'three']) {
        await page.getByRole('textbox', { name: 'Text' }).fill(text);
        await page.getByRole('button', { name: 'Say' }).click();
        await expect(page.locator('#messages li').last()).toHaveText(text);
      }

      await expect(other.locator('#messages li')).toHaveText(['one', 'two <b>', 'three']);
      await expect(page.locator('#empty')).toHaveCount(0);
      await other.getByRole('button', { name: 'Reverse' }).click();
      await expect(other.locator('#messages li')).toHaveText(['three', 'two <b>', 'one']);
      await other.getByRole('button', { name: 'Delete second' }).click();
      await expect(other.locator('#messages li')).toHaveText(['three', 'one']);
      await expect(page.locator('#messages li')).toHaveText(['one', 'two <b>', 'three']);
    });

    test('a form keeps its input when the page joins again', async ({ page, live }) => {
      await open(page, live, '/form' + query);
      await page.getByRole('textbox', { name: 'Name' }).fill('ada');
      await expect(page.locator('#upper')).toHaveText('ADA');

      await page.getByRole('button', { name: 'Crash' }).click();

      await expect(page.locator('[data-phx-main]')).toHaveClass(/phx-error/);
      await connected(page);
      await expect(page.locator('#upper')).toHaveText('ADA');
      await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('ada');
    });

    test('the address is followed, and views are changed without a request', async ({ page, live }) => {
      let loads = 0;
      page.on('load', () => loads++);
      await open(page, live, '/params' + query);
      await expect(page).toHaveTitle('Page 1');

      await page.getByRole('button', { name: 'Next' }).click();
      await expect(page.locator('#page')).toHaveText('2');
      await expect(page).toHaveURL(/page=2/);
      await page.getByRole('link', { name: 'Seven' }).click();
      await expect(page.locator('#id')).toHaveText('7');
      await expect(page.locator('#action')).toHaveText('show');
      await page.goBack();
      await expect(page.locator('#page')).toHaveText('2');
      await expect(page.locator('#action')).toHaveText('index');

      await page.getByRole('link', { name: 'Counter' }).click();
      await expect(page.locator('#count')).toHaveText('0');
      await page.goBack();
      await expect(page.locator('#page')).toHaveText('2');
      await page.getByRole('button', { name: 'Away' }).click();
      await expect(page.locator('#count')).toHaveText('0');
      expect(loads).toBe(1);
    });

    test('a message goes along to the next view', async ({ page, live }) => {
      await open(page, live, '/form' + query);
      await page.getByRole('textbox', { name: 'Name' }).fill('ada');
      await page.getByRole('button', { name: 'Save' }).click();

      await expect(page.locator('#flash')).toHaveText('Saved ada');
    });

    test('a view inside another has a life of its own', async ({ page, live }) => {
      await open(page, live, '/outer' + query);
      await expect(page.locator('#inner-count')).toHaveText('5');
      await page.getByRole('button', { name: 'Inner +1' }).click();
      await expect(page.locator('#inner-count')).toHaveText('6');
      await page.getByRole('button', { name: 'Outer +1' }).click();
      await expect(page.locator('#outer-count')).toHaveText('1');
      await expect(page.locator('#inner-count')).toHaveText('6');

      await page.getByRole('button', { name: 'Inner crash' }).click();

      await expect(page.locator('#inner-count')).toHaveText('5');
      await expect(page.locator('#outer-count')).toHaveText('1');
    });
  });
}
