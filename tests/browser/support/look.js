import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'no-trailing-whitespace': 'off',
    'no-inline-style': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off', // disabled="" is as good as disabled
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'no-implicit-button-type': 'error',
    'prefer-native-element': 'off',
    'require-sri': 'off',
    'tel-non-breaking': 'off',
    'text-content': 'off',
    'valid-autocomplete': 'error',
  },
});

/** What is wrong with the HTML of the page that is open, as the server sends it. */
export async function mistakes(page) {
  const report = await validator.validateString(await (await page.request.get(page.url())).text());
  return report.results.flatMap((result) => result.messages).map((m) => `HTML: ${m.ruleId} at ${m.line}:${m.column}: ${m.message}`);
}

/** What a user who needs a keyboard, contrast or a screen reader would stumble over in the page, or in the elements of a selector. */
export async function violations(page, selector) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(readFileSync(axe, 'utf8'));
  const { violations } = await page.evaluate(
    (within) => window.axe.run(within ?? document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
    selector,
  );
  return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}

/** What is wrong with the page that is open, light and dark, wide and on a phone. `each` is called at each look, as for a picture. */
export async function problems(page, each = () => {}) {
  const wrong = [];
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [375, 'light'], [375, 'dark']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > width) wrong.push(`${width} ${scheme}: it scrolls sideways`);
    wrong.push(...(await violations(page)).map((violation) => `${width} ${scheme}: ${violation}`));
    await each(width, scheme);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  return wrong;
}
