import { expect, test } from '../support/test.js';

const root = '/dev/dashboard';
const pages = ['', '/tree', '/processes', '/crashes', '/metrics', '/requests', '/sockets', '/repos', '/registries', '/system'];

async function open(page, dashboard, path) {
  await page.goto(dashboard.url + root + path);
  await expect(page.locator('[data-phx-main]')).toHaveClass(/phx-connected/);
}

const row = (page, name) => page.locator('#tree tbody tr', { has: page.locator('td.zd-name', { hasText: name }) });

test.describe('the dashboard', () => {
  for (const path of pages)
    test(`the page ${path || '/'} looks right, light and dark, wide and narrow`, async ({ page, dashboard, picture }) => {
      await page.goto(dashboard.url);
      await open(page, dashboard, path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.getByRole('navigation', { name: 'Dashboard' }).locator('[aria-current=page]')).toHaveCount(1);
      await picture(page, `dashboard${path.replace('/', '-') || '-home'}`);
    });

  test('a crash shows in the tree, and the next process has its report', async ({ page, context, dashboard, picture }) => {
    await open(page, dashboard, '/tree');
    await page.getByLabel('Refresh').selectOption('every second');
    const restarts = row(page, 'poller').locator('[data-label=Restarts]');
    const before = Number(await restarts.textContent());

    const application = await context.newPage();
    await application.goto(dashboard.url);
    await expect(application.locator('[data-phx-main]')).toHaveClass(/phx-connected/);
    await application.getByRole('button', { name: 'Fail' }).click();

    await expect(restarts).toHaveText(String(before + 1));
    await row(page, 'poller').getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('poller');
    await expect(page.locator('#crash')).toContainText('told to fail');
    await picture(page, 'dashboard-process');
  });

  test('a process is killed from its page, and its successor is at work', async ({ page, dashboard }) => {
    await open(page, dashboard, '/tree');
    const link = row(page, 'Vault').getByRole('link');
    const pid = await link.textContent();
    await link.click();
    await expect(page.locator('#state pre')).toContainText('ApiToken = [FILTERED]');

    await page.getByRole('button', { name: 'Kill…' }).click();
    await page.getByRole('button', { name: 'Kill', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Process ${pid}`);

    await page.getByRole('link', { name: 'Supervision' }).click();
    await expect(row(page, 'Vault').locator('[data-label=Status]')).toHaveText('waiting');
    await expect(row(page, 'Vault').getByRole('link')).not.toHaveText(pid);
  });

  test('pages are reached and used by the keyboard alone', async ({ page, dashboard }) => {
    await open(page, dashboard, '/tree');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#main')).toBeFocused();

    await page.keyboard.press('Tab');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(row(page, 'Vault')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(row(page, 'Vault')).toHaveCount(1);
  });

  test('a list is sorted, searched and paged without a reload', async ({ page, dashboard }) => {
    await open(page, dashboard, '/processes');
    await page.evaluate(() => { window.stays = true; });
    await page.getByRole('searchbox').fill('UserSession');
    await expect(page.locator('#processes tbody tr')).toHaveCount(50);
    await expect(page.getByText('120 of them fit')).toBeVisible();

    await page.getByRole('link', { name: 'Next →' }).click();
    await page.getByRole('link', { name: 'Next →' }).click();
    await expect(page.locator('#processes tbody tr')).toHaveCount(20);
    await page.getByRole('link', { name: 'Restarts' }).click();
    await expect(page.locator('th[aria-sort=descending]')).toHaveText('Restarts ↓');
    expect(await page.evaluate(() => window.stays)).toBe(true);
  });
});
