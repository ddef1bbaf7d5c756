import type { JSDOM } from 'jsdom';
import type { ReactNode } from 'react';
import { loadOnce } from './shared';

/** What components and React look for among the globals. */
const GLOBALS = [
  ...['window', 'document', 'Event', 'FormData', 'File', 'HTMLElement', 'HTMLInputElement', 'HTMLSelectElement'],
  ...['requestAnimationFrame', 'cancelAnimationFrame', 'addEventListener', 'removeEventListener', 'innerHeight'],
];

/**
 * Renders client components with their scripts, in a window without layout: for what needs neither a server nor a
 * browser. The window stays until the test file ends.
 */
export function useWindow(): () => Awaited<ReturnType<typeof openWindow>> {
  let page: Awaited<ReturnType<typeof openWindow>>;
  beforeAll(async () => {
    page = await openWindow();
  });
  return () => page;
}

/** Like `useWindow`, with timers that stand still. `waits` moves them by seconds. */
export function useWindowAndTimers() {
  const page = useWindow();
  beforeEach(
    () => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] }),
  );
  afterEach(() => jest.useRealTimers());
  const waits = (seconds: number) => page().acts(() => jest.advanceTimersByTimeAsync(seconds * 1000));
  return { page, waits };
}

/** @returns how to render in place of what was there before, and how to act and wait for what follows */
async function openWindow() {
  const { JSDOM: Dom } = await loadOnce<{ JSDOM: typeof JSDOM }>('jsdom');
  const { window } = new Dom('<html lang=en><body></body>', {
    url: 'http://localhost/en/profile',
    pretendToBeVisual: true,
  });
  const values = window as unknown as Record<string, unknown>;
  for (const name of GLOBALS) Object.assign(globalThis, { [name]: values[name] });
  Object.assign(globalThis, {
    scrollY: 0,
    scrollTo: () => {},
    matchMedia: () => ({ matches: false }),
    IS_REACT_ACT_ENVIRONMENT: true, // see https://react.dev/reference/react/act
  });
  window.HTMLElement.prototype.scrollIntoView = () => {};
  const { act } = await import('react');
  const { createRoot } = await import('react-dom/client');
  let leaves = async () => {};
  const shows = async (element: ReactNode) => {
    await leaves();
    const container = window.document.createElement('div');
    window.document.body.replaceChildren(container);
    const root = createRoot(container);
    const renders = (element: ReactNode) => act(async () => root.render(element));
    await renders(element);
    leaves = () => act(async () => root.unmount());
    return { find: finderIn(container), renders, leaves };
  };
  return { window, shows, acts: (deed: () => unknown) => act(async () => void (await deed())) };
}

const finderIn =
  (container: HTMLElement) =>
  <Found extends HTMLElement = HTMLElement>(selector: string): Found => {
    const found = container.querySelector<Found>(selector);
    if (!found) throw new Error(`there is no ${selector} in ${container.innerHTML}`);
    return found;
  };
