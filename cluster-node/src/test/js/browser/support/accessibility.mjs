// What axe finds on a page. It takes longer than all else that is done with a page, so that one that differs from an earlier one in
// nothing that axe looks at, such as the sign-in page of the next scenario, is not looked at again.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Whose values are different each time, and nothing to axe. */
const OF_THE_VISIT = ['value', 'href', 'src', 'action', 'content', 'nonce', 'integrity'];

// Half as long to read for the browser as what `import axe` gives.
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const clean = new Set();

/** → a line for each rule that the page breaks */
export async function violations(page) {
  const shape = await shapeOf(page);
  if (clean.has(shape)) {
    return [];
  }
  await page.evaluate(AXE);
  const found = await page.evaluate((rules) => window.axe.run({ runOnly: rules }), RULES);
  if (found.violations.length === 0) {
    clean.add(shape);
  }
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`,
  );
}

/** Elements, attributes and where there is text, and all that decides on colours and sizes. */
async function shapeOf(page) {
  const shape = await page.evaluate((ofTheVisit) => {
    const of = (element) => [
      element.tagName,
      ...[...element.attributes]
        .filter(({ name }) => !ofTheVisit.includes(name) && !name.startsWith('data-'))
        .map(({ name, value }) => `${name}=${value}`),
      ...ofTheVisit.filter((name) => element.hasAttribute(name)).map((name) => `${name}${element.getAttribute(name) ? '' : ' empty'}`),
      ...[...element.childNodes].map((child) =>
        child.nodeType === Node.ELEMENT_NODE ? of(child) : child.nodeType === Node.TEXT_NODE && child.data.trim() ? 'text' : '',
      ),
    ];
    const styles = [...document.styleSheets].map(({ href, cssRules }) => href ?? [...cssRules].map((rule) => rule.cssText).join());
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    return JSON.stringify([styles, dark, innerWidth, document.title !== '', of(document.documentElement)]);
  }, OF_THE_VISIT);
  return createHash('sha256').update(shape).digest('base64');
}
