import { overEach, press } from '../support/live.js';
import { expect, test } from '../support/test.js';

const file = (name, size) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'a') });

overEach('uploads', ({ open }) => {
  test('files go up as soon as they are chosen, to a writer of the application', async ({ page, live }) => {
    await open(page, live, '/uploads');
    await page.getByLabel('Counted').setInputFiles([file('one.txt', 25_000), file('two.txt', 7)]);
    await expect.poll(async () => (await page.locator('#done li').allTextContents()).sort()).toEqual(['one.txt has 25000 bytes', 'two.txt has 7 bytes']);
    await expect(page.locator('.entry')).toHaveCount(0);
    await expect(page.locator('#progress p')).toHaveCount(0);
  });

  test('a file that goes up shows how far it is in a component, and can be cancelled', async ({ page, live }) => {
    await open(page, live, '/uploads');
    await page.getByLabel('Counted').setInputFiles(file('long.txt', 3_000_000)); // 300 chunks, and 50 are taken in a second
    await expect.poll(() => page.locator('#progress progress').evaluate((bar) => bar.value)).toBeGreaterThan(0);

    await press(page, 'Cancel long.txt');

    await expect(page.locator('.entry')).toHaveCount(0);
    await expect(page.locator('#progress p')).toHaveCount(0);
    await page.getByLabel('Counted').setInputFiles(file('short.txt', 5));
    await expect(page.locator('#done li')).toHaveText(['short.txt has 5 bytes']);
  });

  test('files are dropped on the form, and written by a script', async ({ page, live }) => {
    await open(page, live, '/uploads');
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
      return data;
    });
    await page.dispatchEvent('form#counted', 'drop', { dataTransfer: dropped });
    await expect(page.locator('#done li')).toHaveText(['dropped.txt has 7 bytes']);
    await press(page, 'Write one');
    await expect(page.locator('#done li')).toHaveText(['dropped.txt has 7 bytes', 'written.txt has 12 bytes']);
  });

  test('the browser sends a file elsewhere', async ({ page, live }) => {
    const sent = [];
    await page.route('**/elsewhere/*', (route) => (sent.push(route.request().postData()), route.fulfill({ status: 200 })));
    await open(page, live, '/uploads');
    await page.getByLabel('Elsewhere').setInputFiles({ name: 'far.txt', mimeType: 'text/plain', buffer: Buffer.from('far away') });
    await expect(page.locator('.external')).toContainText('far.txt');
    await page.locator('form#elsewhere').getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('#done li')).toHaveText(['elsewhere far.txt']);
    expect(sent).toEqual(['far away']);

    await page.getByLabel('Elsewhere').setInputFiles({ name: 'refused.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.locator('form#elsewhere').getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('.external')).toHaveText('refused.txt 0 no room');
    expect(sent).toHaveLength(1);
  });
});
