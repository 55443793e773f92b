import { expect, test } from '../support/test.js';

const article = { title: 'A post from a browser', author: 'Grace', body: 'First paragraph.\n\nSecond <b>paragraph</b>.' };

async function write(page, blog, { title, author, body }) {
  await page.goto(`${blog.url}/posts/new`);
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Author').fill(author);
  await page.getByLabel('Text').fill(body);
  await page.getByRole('button', { name: 'Publish' }).click();
}

test('the first posts are there to read', async ({ page, blog, picture }) => {
  await page.goto(blog.url);

  await expect(page.getByRole('heading', { name: 'Let it crash' })).toBeVisible();
  await picture(page, 'blog-list');
  await page.getByRole('link', { name: 'Let it crash' }).click();
  await expect(page.getByText('And what if it fails again?')).toBeVisible();
  await picture(page, 'blog-post');
});

test('a post is written, changed and deleted, and each is said once', async ({ page, blog }) => {
  await write(page, blog, article);
  await expect(page.getByRole('status')).toHaveText('Published.');
  await expect(page.getByText('Second <b>paragraph</b>.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('status')).toHaveCount(0);

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Title').fill('Another title');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Another title' })).toBeVisible();

  await page.getByRole('button', { name: 'Delete post' }).click();
  await expect(page).toHaveURL(`${blog.url}/posts`);
  await expect(page.getByRole('status')).toHaveText('Deleted "Another title".');
  await expect(page.getByText('Another title', { exact: true })).toHaveCount(0);
});

test('what is wrong with a form is said field by field, and what was typed stays', async ({ page, blog, picture, expectedErrors }) => {
  expectedErrors.push(/422/);
  await page.goto(`${blog.url}/posts/new`);
  await page.locator('form.edit').evaluate((form) => (form.noValidate = true));
  await page.getByLabel('Author').fill('Grace');
  await page.getByRole('button', { name: 'Publish' }).click();

  await expect(page.getByLabel('Author')).toHaveValue('Grace');
  await expect(page.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText("can't be blank")).toHaveCount(2);
  await picture(page, 'blog-errors');
});

test('a comment is added and deleted, and the owner gets an email', async ({ page, blog, picture, expectedErrors }) => {
  expectedErrors.push(/Blocked script execution/); // by the test itself, when it looks into the sandbox
  await write(page, blog, { ...article, title: 'With comments' });
  await page.getByLabel('Name').fill('Alan');
  await page.getByLabel('Comment').fill('Nice <script>alert(1)</script> post');
  await page.getByRole('button', { name: 'Comment' }).click();

  await expect(page.getByText('Nice <script>alert(1)</script> post')).toBeVisible();
  const post = page.url().split('#')[0];

  await page.goto(`${blog.url}/dev/mailbox`);
  await expect(page.getByText('Alan on "With comments"')).toBeVisible();
  await page.getByText('Alan on "With comments"').click();
  await expect(page.frameLocator('iframe').getByText('Nice <script>alert(1)</script> post')).toBeVisible();
  await picture(page, 'mailbox-html');
  await page.getByRole('link', { name: 'Headers' }).click();
  await expect(page.getByText('Message-ID')).toBeVisible();
  await picture(page, 'mailbox-headers');

  await page.goto(post);
  await page.getByRole('listitem').filter({ hasText: 'Alan' }).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Nice <script>')).toHaveCount(0);
});

test('the mailbox is emptied from its page', async ({ page, request, blog, picture }) => {
  await request.post(`${blog.url}/api/posts/1/comments`, { data: { comment: { author: 'Alan', body: 'Hello' } } });
  await page.goto(`${blog.url}/dev/mailbox`);
  await page.getByRole('button', { name: 'Clear' }).click();

  await expect(page.getByText('No emails yet.')).toBeVisible();
  await picture(page, 'mailbox-empty');
});

test('a form without its token is refused, and nothing is stored', async ({ page, blog, expectedErrors }) => {
  expectedErrors.push(/403/);
  await page.goto(`${blog.url}/posts/new`);
  await page.locator('form.edit input[name="_csrf_token"]').evaluate((input) => input.remove());
  await page.getByLabel('Title').fill('Forged');
  await page.getByLabel('Author').fill('Eve');
  await page.getByLabel('Text').fill('Should not be stored');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Publish' }).click();

  expect((await answer).status()).toBe(403);
  await page.goto(blog.url);
  await expect(page.getByText('Forged')).toHaveCount(0);
});

test('a form of another site is refused', async ({ page, blog, expectedErrors }) => {
  expectedErrors.push(/403/);
  await page.route('http://evil.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<form method="post" action="${blog.url}/posts"><input name="post[title]" value="Forged"><button>Go</button></form>` }));
  await page.goto(blog.url);
  await page.goto('http://evil.test/');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Go' }).click();

  expect((await answer).status()).toBe(403);
});

test('the same posts are JSON', async ({ request, blog }) => {
  const posts = await (await request.get(`${blog.url}/api/posts`)).json();
  expect(posts.data.map((post) => post.title)).toContain('Let it crash');

  const created = await request.post(`${blog.url}/api/posts`, { data: { post: { title: 'By JSON', author: 'A program', body: 'Hello' } } });
  expect(created.status()).toBe(201);
  expect((await (await request.get(new URL(created.headers().location, blog.url).href)).json()).data.title).toBe('By JSON');

  const refused = await request.post(`${blog.url}/api/posts`, { data: { post: { title: '' } } });
  expect(refused.status()).toBe(422);
  expect((await refused.json()).errors.title).toEqual(["can't be blank"]);
});

test('a page that is not there helps in development', async ({ page, blog, picture, expectedErrors }) => {
  expectedErrors.push(/404/);
  const answer = await page.goto(`${blog.url}/nowhere`);

  expect(answer.status()).toBe(404);
  await expect(page.getByText('/nowhere').first()).toBeVisible();
  await picture(page, 'debug-404');
});

test.describe('in production', () => {
  test('an error shows nothing of the program', async ({ page, production, picture, expectedErrors }) => {
    expectedErrors.push(/404/);
    const answer = await page.goto(`${production.url}/posts/999999`);

    expect(answer.status()).toBe(404);
    const text = await page.content();
    expect(text).not.toMatch(/   at |Exception|\.cs\b/);
    await expect(page.getByText('There is nothing here')).toBeVisible();
    await picture(page, 'production-404');
  });

  test('there is no mailbox', async ({ page, production, expectedErrors }) => {
    expectedErrors.push(/404/);
    expect((await page.goto(`${production.url}/dev/mailbox`)).status()).toBe(404);
  });
});
