import { signInInBrowser, useChromium } from '../support/chromium';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { slowLine } from '../support/slow-line';

const portrait = startServer();
const opens = useChromium();

let line: Awaited<ReturnType<typeof slowLine>>;
beforeAll(async () => {
  line = await slowLine(portrait().url);
});
afterAll(() => line.stop());

test.each(['sign-in', 'profile', 'two-factor', 'sessions', 'activity'])(
  'nothing on the page %s moves while it arrives tag by tag',
  async (name) => {
    const { username } = await newPerson();
    const page = await opens({ viewport: { width: 900, height: 700 } });
    if (name !== 'sign-in') await signInInBrowser(page, portrait(), username);
    await page.addInitScript(() => {
      const shifts: string[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const { sources } of list.getEntries() as LayoutShift[])
          for (const { node, previousRect, currentRect } of sources)
            shifts.push(JSON.stringify([(node as Element)?.outerHTML?.slice(0, 90), previousRect, currentRect]));
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${line.url}/en/${name}`, { waitUntil: 'networkidle' });
    const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
    expect(shifts).toEqual([]);
  },
);

/** https://wicg.github.io/layout-instability/, which TypeScript's DOM types lack. */
type LayoutShift = PerformanceEntry & {
  sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
};
