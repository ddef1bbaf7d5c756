import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { sendFile } from '../app/ui/form/send-file';
import { announcement, UploadBar } from '../app/ui/form/upload-view';
import type { Upload } from '../app/ui/form/use-upload';
import type { FormState } from '../lib/web/form';

const TEXTS = {
  label: 'Uploading the picture',
  progress: 'Uploading… {share}',
  sent: 'Saving…',
  cancel: 'Cancel',
  canceled: 'Canceled.',
  preparing: 'Preparing…',
};

/** What XMLHttpRequest was asked to send. The test answers. */
class Sent {
  static last: Sent;
  static isLost = false;
  address = '';
  headers: Record<string, string> = {};
  body?: FormData;
  status = 0;
  response = '';
  isAborted = false;
  upload: { onprogress?(event: { loaded: number; total: number }): void } = {};
  onload?(): void;
  onerror?(): void;
  onabort?(): void;
  constructor() {
    Sent.last = this;
  }
  open(method: string, address: string) {
    this.address = `${method} ${address}`;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  getAllResponseHeaders() {
    return 'content-type: text/x-component\r\nx-action-redirect: /en/profile; push\r\n';
  }
  abort() {
    this.isAborted = true;
    this.onabort?.();
  }
  send(body: FormData) {
    this.body = body;
  }
  answers(status: number, response = '') {
    Object.assign(this, { status, response });
    this.onload?.();
  }
}

const fetched: unknown[] = [];
const fetch = async (input: unknown) => {
  fetched.push(input);
  return new Response('');
};

beforeEach(() => {
  fetched.length = 0;
  Object.assign(globalThis, {
    window: globalThis,
    XMLHttpRequest: Sent,
    document: { documentElement: { lang: 'en' }, body: { dataset: { refused: 'Error: {message} · Portrait' } } },
    fetch,
  });
});

const BEFORE: FormState = { message: 'Refused before.', title: 'Error', typed: {} };

function form(): FormData {
  const form = new FormData();
  form.set('language', 'de');
  form.set('avatar', new File(['a picture'], 'me.png'));
  return form;
}

/** Sends a form as Next calls an action, which answers with the status and headers of its response. */
function sends(tooLarge?: string) {
  const shown: (Upload | undefined)[] = [];
  const action = async (_: FormState, form: FormData): Promise<FormState> => {
    const init = { method: 'POST', headers: { 'Next-Action': 'a1b2' }, body: form };
    const response = await globalThis.fetch('/en/profile', init);
    const message = `${response.status} ${response.headers.get('x-action-redirect')} ${await response.text()}`;
    return { message, title: '', typed: {} };
  };
  const state = sendFile(action, BEFORE, form(), { tooLarge, show: (upload) => void shown.push(upload) });
  const shares = () => shown.map((upload) => (typeof upload === 'object' ? upload.share : upload));
  return { state, shown, shares, sent: Sent.last };
}

test('sends the form with its headers, reports the progress, and gives the action the response', async () => {
  const { state, shares, sent } = sends();
  expect([sent.address, sent.headers, sent.body?.get('language')]).toEqual([
    'POST /en/profile',
    { 'next-action': 'a1b2' },
    'de',
  ]);
  sent.upload.onprogress?.({ loaded: 25, total: 100 });
  sent.upload.onprogress?.({ loaded: 100, total: 100 });
  sent.answers(200, 'saved');
  expect(await state).toMatchObject({ message: '200 /en/profile; push saved' });
  expect(shares()).toEqual([0, 0.25, 1, undefined]);
  expect(globalThis.fetch).toBe(fetch);
});

test('leaves other requests of the page alone meanwhile', async () => {
  const { state, sent } = sends();
  await globalThis.fetch('/en/sessions?_rsc=1');
  expect([fetched, Sent.last === sent]).toEqual([['/en/sessions?_rsc=1'], true]);
  sent.answers(200);
  await state;
});

test('a cancelled upload is cut off, and the form is as before', async () => {
  const { state, shown, sent } = sends();
  const [upload] = shown;
  if (typeof upload === 'object') upload.cancel();
  expect(sent.isAborted).toBe(true);
  expect(await state).toBe(BEFORE);
  expect(shown.at(-1)).toBe('canceled');
  expect(globalThis.fetch).toBe(fetch);
});

test.each([
  ['in the words of the form', 'Choose a smaller one.', 'Choose a smaller one.'],
  ['in the words of the server', undefined, 'That is too large.'],
])('a file that is too large for the server is refused at its field, %s', async (_, words, message) => {
  const { state, shares, sent } = sends(words);
  sent.answers(413, 'That is too large.');
  expect(await state).toEqual({ message, title: `Error: ${message} · Portrait`, field: 'avatar', typed: {} });
  expect(shares().at(-1)).toBeUndefined();
});

test('a lost connection is the error that fetch would throw', async () => {
  const { state, shares, sent } = sends();
  sent.onerror?.();
  await expect(state).rejects.toThrow(TypeError);
  expect(shares().at(-1)).toBeUndefined();
  expect(globalThis.fetch).toBe(fetch);
});

test.each([
  [0, 'Uploading… 0%', 'value="0"'],
  [0.426, 'Uploading… 43%', 'value="0.426"'],
  [1, 'Saving…', undefined], // without a value it is indeterminate
])('at %d of an upload, the bar says “%s”, and can be cancelled before its end', (share, words, value) => {
  const html = renderToStaticMarkup(createElement(UploadBar, { share, cancel: () => {}, texts: TEXTS }));
  expect([html.includes(`>${words}<`), html.includes('>Cancel<')]).toEqual([true, value !== undefined]);
  expect(html).toContain('<progress aria-label="Uploading the picture"');
  expect(/value="[^"]*"/.exec(html)?.[0]).toBe(value);
});

test('a screen reader hears each quarter of an upload once', () => {
  const told = Array.from({ length: 101 }, (_, percent) => announcement(percent / 100, TEXTS));
  const changes = told.filter((text, n) => text !== told[n - 1]);
  expect(changes).toEqual(['', 'Uploading… 25%', 'Uploading… 50%', 'Uploading… 75%', '']);
});
