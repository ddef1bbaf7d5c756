import { createElement } from 'react';
import { SaveCodes } from '../app/[locale]/two-factor/recovery-codes/save-codes';
import { CopyButton } from '../app/ui/copy-button';
import { useWindowAndTimers } from './support/dom';

const { page, waits } = useWindowAndTimers();

describe('a button that copies', () => {
  const LABELS = { text: 'the key', copy: 'Copy', copied: 'Copied', failed: 'Select it and copy it yourself.' };
  const clipboard = { text: '', isAllowed: true };
  const onCopied = jest.fn();

  beforeEach(() => {
    Object.assign(clipboard, { text: '', isAllowed: true });
    onCopied.mockClear();
    const writeText = async (text: string) => {
      if (!clipboard.isAllowed) throw new Error('refused');
      clipboard.text = text;
    };
    Object.defineProperty(globalThis, 'navigator', { value: { clipboard: { writeText } }, configurable: true });
    document.execCommand = () => false;
  });

  async function shows() {
    const { find } = await page().shows(createElement(CopyButton, { ...LABELS, onCopied }));
    const told = () => find('[aria-live]').textContent;
    await page().acts(() => find('button').click());
    return { find, told };
  }

  test('says so for a while', async () => {
    const { told } = await shows();
    expect([clipboard.text, told(), onCopied.mock.calls.length]).toEqual(['the key', 'Copied', 1]);
    await waits(3);
    expect(told()).toBe('Copied');
    await waits(2);
    expect(told()).toBe('');
  });

  test('copies a selection where the clipboard is refused, leaves nothing behind, and keeps the focus', async () => {
    clipboard.isAllowed = false;
    document.execCommand = () => {
      clipboard.text = document.querySelector('textarea')?.value ?? '';
      return true;
    };
    const { find, told } = await shows();
    expect([clipboard.text, told(), document.querySelector('textarea')]).toEqual(['the key', 'Copied', null]);
    expect(document.activeElement).toBe(find('button'));
  });

  test('says what to do if nothing can be copied', async () => {
    clipboard.isAllowed = false;
    const { told } = await shows();
    expect([told(), onCopied.mock.calls.length]).toEqual(['Select it and copy it yourself.', 0]);
  });
});

test.each(['Download', 'Copy', 'Print'])('recovery codes need no tick once they were saved with %s', async (way) => {
  const clipboard = { writeText: async () => {} };
  Object.defineProperty(globalThis, 'navigator', { value: { clipboard }, configurable: true });
  window.print = () => {};
  const texts = { download: 'Download', copy: 'Copy', copied: 'Copied', failed: '', print: 'Print' };
  const { find } = await page().shows(
    createElement(SaveCodes, {
      text: 'codes',
      file: '#',
      texts: { ...texts, writtenDown: 'Written down', saved: 'Saved' },
      action: async () => {},
    }),
  );
  expect(find('form').querySelectorAll(':invalid')).toHaveLength(1);
  expect(find('a').getAttribute('download')).toBe('portrait-recovery-codes.txt');
  const controls = [...document.querySelectorAll<HTMLElement>('a, button')];
  await page().acts(() => controls.find(({ textContent }) => textContent?.startsWith(way))?.click());
  expect(find('form').querySelectorAll('[type=checkbox], :invalid')).toHaveLength(0);
});
