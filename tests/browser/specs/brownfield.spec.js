import { resolve } from 'node:path';
import { connected } from '../support/live.js';
import { expect, test as base } from '../support/test.js';
import { Server } from '../support/server.js';

const program = resolve(import.meta.dirname, '../../../samples/Brownfield/bin/Release/net10.0/Brownfield.dll');
const environment = (port) => ({ ASPNETCORE_ENVIRONMENT: 'Development', ASPNETCORE_URLS: `http://localhost:${port}` });
const errorsOfARestart = /ERR_CONNECTION_REFUSED|WebSocket connection|net::|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;

/** An ASP.NET Core application with a live view in one of its Razor pages. */
const test = base.extend({
  theatre: async ({}, use) => {
    const server = new Server(program, environment);
    try {
      await use(await server.start());
    } finally {
      await server.stop();
    }
  },

  second: async ({ browser }, use) => {
    const context = await browser.newContext();
    await use(await context.newPage());
    await context.close();
  },
});

async function logIn(page, theatre, name) {
  await page.goto(`${theatre.url}/login?returnUrl=/shows/1`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill('correct horse');
  await page.locator('main').getByRole('button', { name: 'Log in' }).click();
  await connected(page, '#seats');
}

test('a seat is held in the page of ASP.NET Core, by who has logged in there, and the others see it', async ({ page, second, theatre, picture }) => {
  await second.goto(`${theatre.url}/shows/1`);
  await connected(second, '#seats');
  await second.getByRole('button', { name: 'Seat A1, free' }).click();
  await expect(second.getByRole('status')).toHaveText('Log in to hold a seat.');

  await logIn(page, theatre, 'Ada');
  for (const seat of ['B3', 'B4']) await page.getByRole('button', { name: `Seat ${seat}, free` }).click();

  await expect(page.locator('#held')).toHaveText('You hold B3, B4.');
  await expect(second.getByRole('button', { name: 'Seat B3, held by Ada' })).toBeDisabled();
  await picture(page, 'brownfield-show');
  await page.getByRole('button', { name: 'Book what you hold' }).click();
  await expect(page.getByRole('status')).toHaveText('Booked: B3, B4.');
  await expect(second.getByRole('button', { name: 'Seat B4, sold' })).toBeDisabled();
  await page.getByRole('link', { name: 'My bookings' }).click();
  await expect(page.getByText('Seat B4')).toBeVisible();
});

test('the form of the page works beside the live view, and the plan follows it', async ({ page, second, theatre }) => {
  await second.goto(`${theatre.url}/shows/1`);
  await connected(second, '#seats');
  await logIn(page, theatre, 'Grace');
  await page.getByLabel('Seat', { exact: true }).selectOption('D8');
  await page.getByRole('button', { name: 'Book', exact: true }).click();

  await expect(page.getByRole('heading', { name: 'My bookings' })).toBeVisible();
  await expect(second.getByRole('button', { name: 'Seat D8, sold' })).toBeDisabled();
});

test('after a restart the plan joins again by itself, in the page that is open', async ({ page, theatre, expectedErrors }) => {
  expectedErrors.push(errorsOfARestart);
  await logIn(page, theatre, 'Barbara');
  await page.evaluate(() => (window.isTheSamePage = true));
  await theatre.kill();
  await expect(page.locator('#seats')).not.toHaveClass(/phx-connected/);
  await theatre.start();

  await connected(page, '#seats');
  await page.getByRole('button', { name: 'Seat C1, free' }).click();
  await expect(page.locator('#held')).toHaveText('You hold C1.');
  expect(await page.evaluate(() => window.isTheSamePage)).toBe(true);
});
