import { overEach, press } from '../support/live.js';
import { expect, test } from '../support/test.js';

overEach('core components', ({ open }) => {
  test('tabs follow the arrow keys, and stay chosen when the page changes', async ({ page, live }) => {
    await open(page, live, '/core');
    const tab = (name) => page.getByRole('tab', { name });
    await expect(page.locator('#tabs [role=tab][tabindex="0"]')).toHaveText(['North']);

    await tab('North').focus();
    await page.keyboard.press('ArrowRight');
    await expect(tab('East')).toBeFocused();
    await expect(tab('East')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByText('Steppe')).toBeVisible();
    await expect(page.locator('#tabs [role=tab][tabindex="0"]')).toHaveText(['East']);
    await page.keyboard.press('End');
    await expect(page.getByText('Sand')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByText('Snow 0')).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await expect(tab('South')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(tab('North')).toBeFocused();
    await tab('East').click();

    await press(page, 'Count');
    await expect(page.getByText('Count 1')).toBeVisible();
    await expect(page.getByText('Steppe')).toBeVisible();
    await expect(page.locator('#tabs [role=tab][tabindex="0"]')).toHaveText(['East']);

    await tab('One').focus();
    await page.keyboard.press('ArrowLeft'); // reads from right to left
    await expect(tab('Two')).toBeFocused();
    await expect(tab('East')).toHaveAttribute('aria-selected', 'true');
  });

  test('a menu opens, is walked through and closes by keys', async ({ page, live }) => {
    await open(page, live, '/core');
    const button = page.getByRole('button', { name: 'Actions' });
    const item = (name) => page.getByRole('menuitem', { name });

    await button.focus();
    await page.keyboard.press('ArrowDown');
    await expect(item('Copy')).toBeFocused();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(item('Cut')).toBeFocused();
    await page.keyboard.press('End');
    await expect(item('Paste')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(item('Copy')).toBeFocused();
    await page.keyboard.press('c');
    await expect(item('Cut')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    await expect(page.getByRole('menu')).toBeHidden();

    await page.keyboard.press('ArrowUp');
    await expect(item('Paste')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#chosen')).toHaveText('paste');
    await expect(page.getByRole('menu')).toBeHidden();
    await expect(button).toBeFocused();

    await page.keyboard.press('Enter');
    await expect(item('Copy')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('menu')).toBeHidden();
    await expect(button).toHaveAttribute('aria-expanded', 'false');

    await button.click();
    expect((await page.getByRole('menu').boundingBox()).x).toBeGreaterThanOrEqual(0);
    await item('Copy').click();
    await expect(page.locator('#chosen')).toHaveText('copy');
    await button.click();
    await expect(page.getByRole('menu')).toBeVisible();
    await page.getByRole('heading', { name: 'Core components' }).click();
    await expect(page.getByRole('menu')).toBeHidden();
  });

  test('what is dangerous asks first', async ({ page, live }) => {
    await open(page, live, '/core');
    const asked = [];
    let answer = false;
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      return answer ? dialog.accept() : dialog.dismiss();
    });

    await press(page, 'Erase');
    await press(page, 'Open'); // the page has answered something that came later
    await expect(page.getByRole('dialog', { name: 'A window' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('#chosen')).toHaveText('cancelled');
    answer = true;
    await press(page, 'Erase');
    await expect(page.locator('#chosen')).toHaveText('erased');
    expect(asked).toEqual(['Erase it all?', 'Erase it all?']);
  });

  test('a modal keeps the focus, and gives it back', async ({ page, live }) => {
    await open(page, live, '/core');
    const dialog = page.getByRole('dialog', { name: 'A window' });

    await press(page, 'Open');
    await expect(dialog).toBeVisible();
    await expect(page.getByRole('button', { name: 'Count inside' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Count inside' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#inside')).toHaveText('In it: 1');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.locator('#chosen')).toHaveText('cancelled');
    await expect(page.getByRole('button', { name: 'Open' })).toBeFocused();
  });

  test('messages come, are dismissed, and what is beyond the page stays live', async ({ page, live }) => {
    await open(page, live, '/core');
    await press(page, 'Inform');
    await press(page, 'Warn');
    const message = page.getByRole('status').filter({ hasText: 'info number 0' });
    await expect(message).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: 'error' })).toContainText('error number 0');
    await message.getByRole('button', { name: 'Dismiss' }).click();
    await expect(message).toHaveCount(0);
    await expect(page.getByRole('alert').filter({ hasText: 'error' })).toBeVisible();

    await expect(page.locator('body > * > #beyond')).toContainText('Beyond: 0');
    await press(page, 'Count beyond');
    await expect(page.locator('#beyond')).toContainText('Beyond: 1');
  });
});

test('pictures of the core components', async ({ page, live, picture }) => {
  await page.goto(live.url + '/core');
  await page.getByRole('button', { name: 'Actions' }).click();
  await picture(page, 'core');
});

overEach('nested inputs', ({ open }) => {
  test('lines come, go, and keep what was typed', async ({ page, live }) => {
    await open(page, live, '/order');
    const titles = page.getByLabel('Title');
    await expect(titles).toHaveCount(2);

    await press(page, 'Add a line');
    await expect(titles).toHaveCount(3);
    await expect(page.locator('.field-error')).toHaveCount(0); // nobody has touched it
    await titles.nth(2).fill('Sugar');
    await page.getByLabel('Count').nth(2).fill('0');
    await expect(page.locator('.field-error')).toHaveCount(1);
    await page.getByLabel('Count').nth(2).fill('3');
    await expect(page.locator('.field-error')).toHaveCount(0);
    await press(page, 'Remove line 1');
    await expect(titles).toHaveCount(2);
    await expect(titles.nth(0)).toHaveValue('Cups');
    await expect(titles.nth(1)).toHaveValue('Sugar');

    await press(page, 'Save');
    await expect(page.locator('#saved')).toHaveText('Ada: 2 Cups, 3 Sugar');
    await press(page, 'Remove line 1');
    await expect(titles).toHaveCount(1);
    await press(page, 'Remove line 1');
    await expect(titles).toHaveCount(0);
    await press(page, 'Save');
    await expect(page.locator('#saved')).toHaveText('Ada:');
  });

  test('lines are in the order of the page', async ({ page, live }) => {
    await open(page, live, '/order');
    await page.evaluate(() => { // as a library for dragging would
      const second = document.querySelectorAll('.line')[1];
      const [place, other] = document.querySelectorAll('[name="order[lines_sort][]"][type=hidden]');
      place.before(other, second);
      second.querySelector('input').dispatchEvent(new Event('input', { bubbles: true }));
    });
    await expect(page.getByLabel('Title').nth(0)).toHaveValue('Cups');
    await press(page, 'Save');
    await expect(page.locator('#saved')).toHaveText('Ada: 2 Cups, 1 Tea');
  });
});
