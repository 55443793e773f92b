import { connected, overEach, press } from '../support/live.js';
import { Server } from '../support/server.js';
import { expect, test } from '../support/test.js';

overEach('the life of a page', ({ open, transport }) => {
  test('a log-out ends the open pages of the login within a second, and no others', async ({ page, context, browser, live }) => {
    await page.goto(live.url + '/params?name=ada');
    await open(page, live, '/members');
    await expect(page.locator('#name')).toHaveText('ada');
    const others = await browser.newContext();
    try {
      if (transport === 'longpoll') await others.addInitScript(() => { delete window.WebSocket; });
      const other = await others.newPage();
      await other.goto(live.url + '/params?name=grace');
      await open(other, live, '/members');
      const loggingOut = await context.newPage();

      await loggingOut.goto(live.url + '/params?leave');

      await page.waitForURL(/\/params/); // the connection ends, the client tries again, and is sent away
      await connected(other);
      await expect(other.locator('#name')).toHaveText('grace');
    } finally {
      await others.close();
    }
  });

  test('who is not let in is sent away, by the request and by the join', async ({ page, context, live }) => {
    await page.goto(live.url + '/members');
    await expect(page).toHaveURL(/\/params/);
    await page.goto(live.url + '/params?name=linus');
    await open(page, live, '/members');
    await context.clearCookies();
    await page.evaluate(() => window.liveSocket.disconnect(() => window.liveSocket.connect()));
    await expect(page).toHaveURL(/\/params/);
  });

  test('a server that is killed is joined again, with the input of its form and what the page has kept', async ({ page, expectedErrors }) => {
    expectedErrors.push(/ERR_CONNECTION_REFUSED|WebSocket connection|net::/);
    const server = await new Server('tests/Apps/LivePages/bin/Release/net10.0/LivePages.dll').start();
    try {
      await open(page, server, '/form');
      await page.getByRole('textbox', { name: 'Name' }).fill('grace');
      await expect(page.locator('#upper')).toHaveText('GRACE');
      const kept = await page.context().newPage();
      await open(kept, server, '/keep');
      await press(kept, 'Add');
      await expect(kept.locator('#draft')).toHaveText('x');

      await server.kill();
      await expect(page.locator('[data-phx-main]')).toHaveClass(/phx-client-error/);
      await server.start();

      await connected(page);
      await expect(page.locator('#upper')).toHaveText('GRACE');
      await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('grace');
      await expect(kept.locator('#count')).toHaveText('0', { timeout: 20_000 });
      await expect(kept.locator('#draft')).toHaveText('x');
    } finally {
      await server.stop();
    }
  });
});
