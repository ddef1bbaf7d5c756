import type { Session } from '../db/sessions';
import { changePassword, validateNewPassword } from '../lib/password';
import { beginSession, findActiveSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { eventTypes, recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from './support/people';

useDatabase();
afterEach(() => {
  delete process.env.PASSWORD_MIN_LENGTH;
});

const NEW = 'seven quiet otters';
const WRONG = { ok: false, error: 'password.errors.currentWrong', field: 'currentPassword' };

type Typed = { currentPassword: string; newPassword: string; confirmPassword: string };

const change = (session: Session, { newPassword = NEW, ...typed }: Partial<Typed> = {}) =>
  changePassword(session, { currentPassword: PASSWORD, newPassword, confirmPassword: newPassword, ...typed }, CLIENT);

/** Different emoji, each one code point in two UTF-16 units. */
const emoji = (count: number) => Array.from({ length: count }, (_, n) => String.fromCodePoint(0x1f400 + n)).join('');

const long = (length: number) => 'quiet otters go '.padEnd(length, '0123456789');

const judged = (password: string, username = 'Zoe.Li@example.com') => validateNewPassword(password, username);

test.each([
  ['nothing', '', 'newMissing', undefined],
  ['14 characters', 'quiet otter go', 'tooShort', { least: 15, missing: 1 }],
  ['14 characters that are 15 code points in NFD', 'quiét otter go'.normalize('NFD'), 'tooShort', { missing: 1 }],
  ['14 emoji', emoji(14), 'tooShort', { missing: 1 }],
  ['one character', 'q', 'tooShort', { missing: 14 }],
  ['257 characters', long(257), 'tooLong', { most: 256 }],
  ['257 emoji', emoji(257), 'tooLong', { most: 256 }],
])('%s is refused because of its length', async (_, password, error, values) => {
  const refusal = { ok: false, error: `password.errors.${error}`, field: 'newPassword', ...(values && { values }) };
  expect(await judged(password)).toMatchObject(refusal);
});

test.each([
  ['15 characters', 'quiet otters go'],
  ['256 characters', long(256)],
  ['256 characters that are more in NFD', long(255).concat('é').normalize('NFD')],
  ['15 emoji', emoji(15)],
  ['64 emoji', emoji(64)],
  ['256 emoji', emoji(256)],
  ['15 characters, spaces at both ends among them', '  quiet otter  '],
  ['lower-case letters alone', 'gravelmountaintea'],
  ['more than the username', 'zoe.li@example.com on a green bus'],
])('%s are accepted', async (_, password) => {
  expect(await judged(password)).toBeUndefined();
});

test.each([
  ['qwerty123456789', 'common'],
  ['QWERTY123456789', 'common'],
  ['qazwsxedcrfvtgb', 'common'],
  ['1234567890'.repeat(25), 'common'],
  ['qwerty'.repeat(42), 'common'],
  ['PasswordPassword', 'common'],
  ['dragondragondragon', 'common'],
  ['aaaaaaaaaaaaaaaa', 'common'],
  ['                ', 'common'],
  ['zoe.li@example.com', 'isUsername'],
  ['ZOE.LI@EXAMPLE.COM', 'isUsername'],
  ['  Zoe.Li@example.com  ', 'isUsername'],
  ['Zoe.LiZoe.LiZoe.Li', 'isUsername'],
  ['PortraitPortrait', 'isProduct'],
  ['portrait portrait', 'isProduct'],
  ['password  password', 'common'],
])('%j is refused as common', async (password, error) => {
  expect(await judged(password)).toMatchObject({ error: `password.errors.${error}`, field: 'newPassword' });
});

test.each([
  ...['123456789012345', '1234567890123456', '11223344556677889', 'abcdefghijklmno', '987654321098765'],
  ...['qwertyuiopasdfg', 'qwertyuiopasdfghjkl', 'qwertzuiopasdfg', 'azertyuiopqsdfg'],
  ...['passwordpassword1', 'password12345678', 'Password123456!', 'password-password', 'password!!!!!!!!'],
  ...['P@ssw0rd12345678', 'portrait12345678', 'zoe.li12345678!', 'Summer2024Summer2024', 'aaaabbbbccccdddd'],
  ...['ｐａｓｓｗｏｒｄ12345678'],
])('%j is refused as a pattern', async (password) => {
  expect(await judged(password)).toMatchObject({ error: 'password.errors.predictable', field: 'newPassword' });
});

test.each([
  ...['gravel mountain tea', 'seven quiet lighthouses', 'tram window pepper', 'correct horse battery staple'],
  ...['sieben stille Leuchttürme', 'montagne gravier thé vert', 'siete faros tranquilos', 'тихие маяки семь'],
  ...[
    'سبع منارات هادئة',
    '七座安静的灯塔站在海边看着远方的船',
    '静かな灯台が七つ海辺に立っている',
    '고요한 등대 일곱 개가 있다',
  ],
  ...['dx7#kP2m!qLw9Zr', 'xkcdqpmwnvbzrtl', '739204816502839', `${'1'.repeat(64)} seven quiet lighthouses`],
])('%j is accepted, on the page as on the server', async (password) => {
  expect(await judged(password)).toBeUndefined();
});

test('a repeated username is refused as a password, however often it is repeated', async () => {
  expect(await judged('yoyoyoyoyoyoyoyoyo', 'yoyo@example.com')).toMatchObject({ error: 'password.errors.isUsername' });
});

test('the minimum length is a setting', async () => {
  process.env.PASSWORD_MIN_LENGTH = '8';
  expect(await judged('ottersgo')).toBeUndefined();
  expect(await judged('otters!')).toMatchObject({ values: { least: 8, missing: 1 } });
});

test('the new password logs in and the old one does not', async () => {
  const alice = await createPerson('alice');
  expect(await change(await createSession(alice))).toMatchObject({ ok: true });
  expect(await signIn({ username: alice.username, password: NEW }, CLIENT)).toMatchObject({ ok: true });
  expect(await signIn({ username: alice.username, password: PASSWORD }, CLIENT)).toMatchObject({ ok: false });
  expect(await recordedEvents()).toContainEqual(
    expect.objectContaining({ userId: alice.id, type: 'password-changed', ...CLIENT }),
  );
});

test('the user’s other sessions end, and this one continues under a new value', async () => {
  const alice = await createPerson('alice');
  const here = await signInAs(alice);
  const elsewhere = await signInAs(alice);
  const bobs = await signInAs(await createPerson('bob'));
  const session = (await findActiveSession(here)) as Session;
  const outcome = await change(session);
  if (!outcome.ok) throw new Error(outcome.error);
  expect((await findActiveSession(outcome.sessionValue))?.id).toBe(session.id);
  expect(await findActiveSession(here)).toBeUndefined();
  expect(await findActiveSession(elsewhere)).toBeUndefined();
  expect(await findActiveSession(bobs)).toBeDefined();
});

test('a sign-in with the old password that is still under way gets no session', async () => {
  const alice = await createPerson('alice');
  const underWay = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  if (!underWay.ok) throw new Error(underWay.error);
  await change(await createSession(alice));
  expect(await beginSession(underWay.ticket, CLIENT)).toBeUndefined();
});

test.each([
  ['a wrong current password', { currentPassword: NEW }, WRONG],
  ['no current password', { currentPassword: '' }, { error: 'password.errors.currentMissing' }],
  ['a current password with a space more', { currentPassword: `${PASSWORD} ` }, WRONG],
  ['an unfit new password', { newPassword: 'otters' }, { error: 'password.errors.tooShort', field: 'newPassword' }],
  ['the password she has', { newPassword: PASSWORD }, { error: 'password.errors.isCurrent', field: 'newPassword' }],
  ['two new passwords', { confirmPassword: `${NEW} ` }, { error: 'password.errors.confirmDiffers' }],
  ['no second new password', { confirmPassword: '' }, { error: 'password.errors.confirmMissing' }],
  ['her username', { newPassword: 'ALICE@example.com' }, { error: 'password.errors.isUsername' }],
])('%s is refused and changes nothing', async (_, typed, refusal) => {
  const alice = await createPerson('alice');
  const here = await signInAs(alice);
  const elsewhere = await signInAs(alice);
  expect(await change((await findActiveSession(here)) as Session, typed)).toMatchObject({ ok: false, ...refusal });
  expect(await findUser(alice.username)).toEqual(alice);
  expect(await findActiveSession(here)).toBeDefined();
  expect(await findActiveSession(elsewhere)).toBeDefined();
  expect(await eventTypes()).not.toContain('password-changed');
});

test('the passwords may be typed in different Unicode forms', async () => {
  const alice = await createPerson('alice', { password: 'Zoë drinks café crème' });
  const typed = {
    currentPassword: 'Zoë drinks café crème'.normalize('NFD'),
    newPassword: 'naïve café visitors'.normalize('NFD'),
    confirmPassword: 'naïve café visitors'.normalize('NFC'),
  };
  const session = (await findActiveSession(await signInAs(alice, 'Zoë drinks café crème'))) as Session;
  expect(await change(session, typed)).toMatchObject({ ok: true });
  expect(await signIn({ username: alice.username, password: typed.confirmPassword }, CLIENT)).toMatchObject({
    ok: true,
  });
});

test('the spaces of a password are part of it', async () => {
  const alice = await createPerson('alice');
  await change(await createSession(alice), { newPassword: ` ${NEW} ` });
  expect(await signIn({ username: alice.username, password: NEW }, CLIENT)).toMatchObject({ ok: false });
  expect(await signIn({ username: alice.username, password: ` ${NEW} ` }, CLIENT)).toMatchObject({ ok: true });
});

test('only one of two concurrent changes wins, and its password logs in', async () => {
  const alice = await createPerson('alice');
  const windows = [await createSession(alice), await createSession(alice)];
  const passwords = ['first quiet otters', 'second quiet otters'];
  const outcomes = await Promise.all(windows.map((session, n) => change(session, { newPassword: passwords[n] })));
  const winner = outcomes.findIndex(({ ok }) => ok);
  expect(outcomes[1 - winner]).toMatchObject(WRONG);
  const opens = passwords.map(async (password) => (await signIn({ username: alice.username, password }, CLIENT)).ok);
  expect(await Promise.all(opens)).toEqual([winner === 0, winner === 1]);
});

test("the product's name isn't accepted as a password", async () => {
  process.env.APP_NAME = 'Acme Company Login';
  const judged = validateNewPassword('acme company login', 'alice@example.com');
  expect(await judged.finally(() => delete process.env.APP_NAME)).toMatchObject({ error: 'password.errors.isProduct' });
});
