import { connected } from '../support/live.js';
import { violations } from '../support/look.js';
import { expect, serve, test as base } from '../support/test.js';
import { ReloadedServer } from '../support/reload.js';

const build = 'bin/Release/net10.0';
const test = base.extend({
  livePages: [async ({}, use) => serve(new ReloadedServer(`tests/Apps/LivePages/${build}/LivePages.dll`), use), { scope: 'worker' }],
  pages: [async ({}, use) => serve(new ReloadedServer(`samples/Blog/${build}/Blog.dll`), use), { scope: 'worker' }],
});

const problem = {
  title: 'It does not compile',
  text: 'The version before it goes on.',
  errors: [{
    file: 'MyAppWeb/Live/HomeLive.cs', line: 12, column: 17, code: 'CS0103', message: "The name 'Cuont' does not exist in the current context",
    source: [{ number: 11, text: '    {' }, { number: 12, text: '        return Cuont + 1; // <b>not markup</b>, and a line that is long enough to need a scroll bar of its own on a telephone' }, { number: 13, text: '    }' }],
  }],
};

test('a live page joins the new version and keeps what was typed', async ({ page, livePages, expectedErrors }) => {
  expectedErrors.push(/WebSocket/);
  await page.goto(`${livePages.url}/form`);
  await connected(page);
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
  await expect(page.locator('#upper')).toHaveText('ADA');
  await page.evaluate(() => { window.isSamePage = true; });

  await livePages.swap();

  await expect(page.locator('#upper')).toHaveText('ADA');
  await connected(page);
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada');
  await page.getByRole('textbox', { name: 'Name' }).fill('Grace');
  await expect(page.locator('#upper')).toHaveText('GRACE');
  expect(await page.evaluate(() => window.isSamePage)).toBe(true);
});

test('an ordinary page is loaded again and keeps what was typed', async ({ page, pages, expectedErrors }) => {
  expectedErrors.push(/WebSocket/);
  await page.goto(`${pages.url}/posts/new`);
  await page.getByLabel('Title').fill('Half a title');
  await page.getByLabel('Text').fill('And half a text');
  await page.evaluate(() => { window.isSamePage = true; });

  const loaded = page.waitForEvent('load');

  await pages.swap();

  await loaded;
  expect(await page.evaluate(() => window.isSamePage)).toBeUndefined();
  await expect(page.getByLabel('Title')).toHaveValue('Half a title');
  await expect(page.getByLabel('Text')).toHaveValue('And half a text');
  await page.getByLabel('Author').fill('Ada');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('status')).toHaveText('Published.');
});

test('an error lies over the page until it is mended', async ({ page, pages, picture }) => {
  await page.goto(pages.url);
  const dialog = page.getByRole('dialog', { name: 'It does not compile' });

  pages.send({ kind: 'problem', problem });

  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('alert')).toContainText('CS0103');
  await expect(dialog.getByText('<b>not markup</b>')).toBeVisible();
  await picture(page, 'reload-error');
  expect(await violations(page, 'zhar-reload')).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(dialog).toBeVisible();

  pages.send({ kind: 'problem' });
  await expect(dialog).toBeHidden();
});

test('changed style is exchanged on the page as it stands', async ({ page, pages }) => {
  await page.goto(`${pages.url}/posts/new`);
  await page.getByLabel('Title').fill('Half a title');
  await page.evaluate(() => { window.isSamePage = true; });
  const before = await page.locator('link[rel=stylesheet]').first().getAttribute('href');

  pages.send({ kind: 'assets', paths: ['/app.css'] });

  await expect(page.locator(`link[rel=stylesheet][href="${before}"]`)).toHaveCount(0);
  await expect(page.locator('link[rel=stylesheet]').first()).toHaveAttribute('href', /reload=/);
  await expect(page.getByLabel('Title')).toHaveValue('Half a title');
  expect(await page.evaluate(() => window.isSamePage)).toBe(true);
});
