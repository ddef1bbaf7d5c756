import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { fileOf, theChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { picture, someone } from '../support/scenes';
import { theServer } from '../support/server';

const portrait = theServer();
const opens = theChromium();

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with a page by WCAG 2.2, levels A and AA. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const run = () =>
    (globalThis as unknown as { axe: { run(o: object): Promise<Results> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
  const { violations } = await page.evaluate(run);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

type Results = { violations: { id: string; nodes: { html: string }[] }[] };

test.each([
  ['light', 'en'],
  ['dark', 'en'],
  ['light', 'ar'],
  ['dark', 'ar'],
] as const)('axe-core finds nothing wrong in the %s theme in %s', async (colorScheme, locale) => {
  const user = await someone({ language: locale });
  const page = await opens({ colorScheme });
  const found: Record<string, string[]> = {};
  const look = async (state: string) => {
    found[state] = await faults(page);
  };
  await page.goto(`${portrait().url}/${locale}/sign-in`);
  await look('sign-in');
  await page.fill('[name=username]', user.username);
  await page.fill('[name=password]', 'not this one');
  await page.click('#sign-in [type=submit]');
  await page.waitForSelector('#sign-in [role=alert]');
  await look('sign-in refused');
  await page.fill('[name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/profile');
  await look('profile');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('main [role=status]');
  await page.click('header summary');
  await look('profile with a notice and the menu');
  await page.setInputFiles('[name=avatar]', await fileOf(picture()));
  await page.waitForSelector('[role=application]:focus');
  await look('profile with a picture to be cropped');
  await page.fill('#profile [name=username]', 'a@b');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#profile [role=alert]');
  await look('profile refused');
  await page.goto(`${portrait().url}/${locale}/nothing-here`);
  await look('not found');
  expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
});
