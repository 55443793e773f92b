import { connected, overEach, press } from '../support/live.js';
import { expect, test } from '../support/test.js';

overEach('bindings', ({ open }) => {
  test('keys, focus, values and clicks elsewhere', async ({ page, live }) => {
    const heard = page.locator('#heard');
    await open(page, live, '/bindings');

    await press(page, 'Valued');
    await expect(heard).toHaveText('valued 7');
    await page.locator('#keys').press('x');
    await expect(heard).toHaveText('up x');
    await page.locator('#keys').dispatchEvent('keydown', { key: 'y', bubbles: true });
    await expect(heard).toHaveText('down y');
    await page.locator('#enter').press('x');
    await page.locator('#enter').press('Enter');
    await expect(heard).toHaveText('enter Enter');
    await page.locator('#enter').blur();
    await page.keyboard.press('F2');
    await expect(heard).toHaveText('window F2');
    await page.keyboard.press('F4');
    await expect(heard).toHaveText('window-up F4');
    await page.locator('#focus').focus();
    await expect(heard).toHaveText('focus');
    await page.locator('#focus').blur();
    await expect(heard).toHaveText('blur');
    await page.locator('body').dispatchEvent('focus', { bubbles: true });
    await expect(heard).toHaveText('window-focus');
    await page.locator('body').dispatchEvent('blur', { bubbles: true });
    await expect(heard).toHaveText('window-blur');

    await page.locator('#away').click();
    await expect(heard).toHaveText('window-blur');
    await page.locator('#typed').click({ force: true, position: { x: 0, y: 0 } });
    await page.locator('#ignored').click();
    await expect(heard).toHaveText('away');
  });

  test('rates: a debounce waits, a throttle drops', async ({ page, live }) => {
    await open(page, live, '/bindings');
    const [slow, left] = [page.getByLabel('Slow'), page.getByLabel('Left')];

    await slow.pressSequentially('abc', { delay: 20 });
    await expect(page.locator('#typed')).toHaveText('_unused_left= left= slow=abc');
    await left.pressSequentially('x');
    await expect(page.locator('#typed')).toHaveText('_unused_left= left= slow=abc');
    await left.blur();
    await expect(page.locator('#typed')).toHaveText('left=x slow=abc');

    for (let i = 0; i < 5; i++) await press(page, 'Throttled');
    await press(page, 'Tick');
    await expect(page.locator('#ticks')).toHaveText('2');
  });

  test('what the server says leaves alone what is the browser\'s', async ({ page, live }) => {
    await open(page, live, '/bindings');
    await page.locator('#ignored').evaluate((el) => (el.textContent = 'mine'));
    await page.locator('#focused').fill('typed');

    await page.evaluate(() => window.liveSocket.main.el.querySelector('[phx-click="tick"]').click());

    await expect(page.locator('#ticks')).toHaveText('1');
    await expect(page.locator('#focused')).toHaveValue('typed');
    await expect(page.locator('#ignored')).toHaveText('mine');
    await press(page, 'Command');
    await expect(page.locator('#ticks')).toHaveClass('commanded');
    await press(page, 'Tick');
    await expect(page.locator('#ticks')).toHaveText('2');
    await expect(page.locator('#ticks')).toHaveClass('commanded');
  });

  test('elements come, go, and know when the connection is lost', async ({ page, live }) => {
    await open(page, live, '/bindings');
    await press(page, 'Toggle');
    await expect(page.locator('#shown')).toHaveClass('mounted');
    await press(page, 'Toggle');
    await expect(page.locator('#shown')).toHaveCount(0);
    await expect(page.locator('#ticks')).toHaveAttribute('data-mark', 'removed');

    await expect(page.locator('#lost')).toBeHidden();
    await page.evaluate(() => window.liveSocket.disconnect());
    await expect(page.locator('#lost')).toBeVisible();
    await page.evaluate(() => window.liveSocket.connect());
    await expect(page.locator('#lost')).toBeHidden();
  });

  test('a form shows that it is being sent, also over a slow network', async ({ page, live }) => {
    await open(page, live, '/bindings');
    await page.evaluate(() => window.liveSocket.enableLatencySim(400));
    await press(page, 'Save');
    await expect(page.getByRole('button', { name: 'Saving…' })).toBeDisabled();
    await expect(page.locator('#slow')).toHaveClass(/phx-submit-loading/);
    await expect(page.locator('#heard')).toHaveText('saved');
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
    await page.evaluate(() => window.liveSocket.disableLatencySim());
  });

  test('a form may send no word about untouched inputs, recover by an event of its own, or not at all', async ({ page, live }) => {
    await open(page, live, '/bindings');
    await page.getByLabel('One').fill('1');
    await expect(page.locator('#typed')).toHaveText('one=1 two=');
    await page.getByLabel('Scrap').fill('lost');
    await expect(page.locator('#typed')).toHaveText('scrap=lost');
    await page.getByLabel('Note').fill('kept');
    await expect(page.locator('#typed')).toHaveText('note=kept');

    await press(page, 'Crash');

    await expect(page.locator('#heard')).toHaveText('recovered kept');
    await expect(page.locator('#typed')).not.toHaveText(/scrap/);
  });

  test('a form that the page tells to go is a request', async ({ page, live, expectedErrors }) => {
    expectedErrors.push(/favicon/);
    await open(page, live, '/bindings');
    await page.getByLabel('Word').fill('farewell');
    await press(page, 'Send');
    await expect(page.locator('body')).toHaveText('sent farewell');
  });

  test('the end of a list asks for more', async ({ page, live }) => {
    await open(page, live, '/bindings');
    await expect(page.locator('#rows li')).toHaveCount(30);
    await page.locator('#scroll').evaluate((el) => el.scrollTo(0, el.scrollHeight));
    await expect(page.locator('#rows li')).toHaveCount(60);
    await page.locator('#scroll').evaluate((el) => el.scrollTo(0, el.scrollHeight));
    await expect(page.locator('#rows li')).toHaveCount(90);
  });

  test('a hook speaks to a component, and has its answer', async ({ page, live }) => {
    await open(page, live, '/bindings');
    await press(page, 'Poke');
    await expect(page.locator('#poker')).toHaveAttribute('data-answer', '2');
    await expect(page.locator('#poked output')).toHaveText('2');
  });

  test('the window is told of loads', async ({ page, live }) => {
    await open(page, live, '/commands');
    await page.evaluate(() => (window.pageLoads.length = 0));
    await press(page, 'Patch');
    await expect(page.locator('#page')).toHaveText('2');
    await press(page, 'Navigate');
    await expect(page.getByRole('heading', { name: 'Counter' })).toBeVisible();
    await connected(page);
    await expect.poll(() => page.evaluate(() => window.pageLoads)).toEqual(expect.arrayContaining(['start patch', 'stop patch', 'start redirect', 'stop redirect']));
  });
});
