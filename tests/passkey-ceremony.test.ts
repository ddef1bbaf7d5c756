import { EventEmitter } from 'node:events';
import { answer, type Challenge, type NoChallenge, offerInAutofill } from '../app/[locale]/passkeys/ceremony';

const CHALLENGE = { get: { challenge: 'c' } } as Challenge;

type Asked = CredentialRequestOptions & { chooses(passkey: object): void; fails(name: string): void };

let asked: Asked[];
let offered: number;
const field = new EventEmitter();

/** A browser with passkeys, whose user chooses, or which fails. */
beforeEach(() => {
  asked = [];
  offered = 0;
  field.removeAllListeners();
  const ask = (options: CredentialRequestOptions) =>
    new Promise((resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
      asked.push({ ...options, chooses: resolve, fails: (name) => reject(new DOMException('', name)) });
    });
  const PublicKeyCredential = {
    parseCreationOptionsFromJSON: (json: object) => json,
    parseRequestOptionsFromJSON: (json: object) => json,
    isConditionalMediationAvailable: async () => true,
  };
  const listeners = {
    addEventListener: field.on.bind(field),
    removeEventListener: field.off.bind(field),
  };
  Object.assign(globalThis, { window: globalThis, PublicKeyCredential, document: { querySelector: () => listeners } });
  Object.defineProperty(globalThis, 'navigator', {
    value: { credentials: { get: ask, create: ask } },
    configurable: true,
  });
  jest.useFakeTimers({ now: Date.UTC(2026, 0, 1), doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(() => jest.useRealTimers());

const settled = () => new Promise(setImmediate);
const begin = async () => {
  offered += 1;
  return CHALLENGE;
};

test.each([
  ['NotAllowedError', 'cancelled'],
  ['AbortError', 'cancelled'],
  ['InvalidStateError', 'alreadyAdded'],
  ['SecurityError', 'wrongHost'],
  ['NotSupportedError', 'unsupported'],
  ['ConstraintError', 'unsupported'],
  ['UnknownError', 'failed'],
])('the %s of a browser is told to the server as %s', async (name, fault) => {
  const reply = answer(async () => CHALLENGE);
  await settled();
  asked[0]?.fails(name);
  expect(await reply).toEqual({ fault });
});

test('the answer of a browser is sent, for a new passkey or an existing one', async () => {
  for (const kind of ['get', 'create'] as const) {
    const reply = answer(async () => ({ [kind]: { challenge: kind } }) as unknown as Challenge);
    await settled();
    expect(asked.at(-1)?.publicKey).toEqual({ challenge: kind });
    asked.at(-1)?.chooses({ id: kind });
    expect(await reply).toEqual({ answer: JSON.stringify({ id: kind }) });
  }
});

test('the user is not asked if the server gives no challenge, or the browser has no passkeys', async () => {
  const busy: NoChallenge = { fault: 'busy' };
  expect(await answer(async () => busy)).toEqual(busy);
  Object.assign(globalThis, { PublicKeyCredential: {} });
  expect(await answer(begin)).toEqual({ fault: 'unsupported' });
  expect([offered, asked]).toEqual([0, []]);
});

test('the button stops what the field offers, because a browser handles one request at a time', async () => {
  const sent: string[] = [];
  offerInAutofill(begin, (answer) => sent.push(answer));
  await settled();
  expect(asked.map(({ mediation }) => mediation)).toEqual(['conditional']);
  const reply = answer(async () => CHALLENGE);
  expect(asked[0]?.signal?.aborted).toBe(true);
  await settled();
  asked[1]?.chooses({ id: 'chosen' });
  expect([await reply, sent]).toEqual([{ answer: '{"id":"chosen"}' }, []]);
});

test('a passkey that is chosen from the field is sent', async () => {
  const sent: string[] = [];
  offerInAutofill(begin, (answer) => sent.push(answer));
  await settled();
  asked[0]?.chooses({ id: 'chosen' });
  await settled();
  expect(sent).toEqual(['{"id":"chosen"}']);
});

test('the field offers passkeys with a new challenge when it gets the focus after four minutes', async () => {
  const stop = offerInAutofill(begin, () => {});
  await settled();
  jest.advanceTimersByTime(3 * 60_000);
  field.emit('focus');
  await settled();
  expect(offered).toBe(1);
  jest.advanceTimersByTime(60_000);
  field.emit('focus');
  await settled();
  expect([offered, asked[0]?.signal?.aborted, asked[1]?.signal?.aborted]).toEqual([2, true, false]);
  stop();
  expect([asked[1]?.signal?.aborted, field.listenerCount('focus')]).toEqual([true, 0]);
});

test('the field offers nothing, and takes no challenge, in a browser that cannot', async () => {
  Object.assign(globalThis.PublicKeyCredential, { isConditionalMediationAvailable: async () => false });
  offerInAutofill(begin, () => {});
  await settled();
  expect([offered, asked]).toEqual([0, []]);
});
