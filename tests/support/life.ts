import { randomBytes } from 'node:crypto';
import { db } from '../../db';
import { findUserById, type User } from '../../db/users';
import { verifyHash } from '../../lib/adapters/hash';
import type { EventType } from '../../lib/event-type';
import { codeOf } from './authenticator';
import { Browser } from './browser';
import { recordedEvents } from './events';
import { PASSWORD } from './people';
import { newPerson, picture } from './scenes';

/** A person who keeps changing everything. Each change has one next state, so the events alone determine the state. */
export type Life = {
  user: User;
  /** How many changes of each kind the server has acknowledged. */
  acknowledged: Partial<Record<EventType, number>>;
  /** The change that has been posted and not been answered yet. */
  underWay?: EventType;
};

const LANGUAGES = ['en', 'de', 'fr', 'es'];

const languageAfter = (changes: number) => LANGUAGES[changes % LANGUAGES.length] as string;
export const passwordAfter = (changes: number) => (changes === 0 ? PASSWORD : `seven quiet lighthouses ${changes}`);
const usernameAfter = (user: User, changes: number) => (changes === 0 ? user.username : `${changes}.${user.username}`);

/** Each person has an address, so that others' failures don't count. */
export const anyAddress = () =>
  `2001:db8:${randomBytes(6)
    .toString('hex')
    .replace(/....(?!$)/g, '$&:')}::1`;

export async function newLife(): Promise<Life> {
  return { user: await newPerson(), acknowledged: {} };
}

/**
 * Makes one change after another until the server is gone or `isNext` returns false.
 * @param onAnswer called at once when a change is acknowledged
 */
export async function live(
  life: Life,
  url: string,
  onAnswer: (type: EventType) => void,
  isNext = async () => true,
): Promise<void> {
  const page = new Browser(url);
  const count = (type: EventType) => life.acknowledged[type] ?? 0;

  async function posts(type: EventType, form: string, entries: Parameters<Browser['submits']>[1], answer = 303) {
    life.underWay = type;
    page.onResponse = ({ status }) => {
      page.onResponse = () => {};
      if (status !== answer) return;
      life.acknowledged[type] = count(type) + 1;
      life.underWay = undefined;
      onAnswer(type);
    };
    await page.submits(form, entries);
    if (page.statuses[0] !== answer) throw new Error(`${type} was answered ${page.statuses}: ${page.alert}`);
  }

  async function signsIn() {
    const username = usernameAfter(life.user, count('username-changed'));
    page.requestHeaders['x-forwarded-for'] = anyAddress();
    await page.opens('/en/sign-in');
    await posts('sign-in-refused', 'sign-in', { username, password: 'not this one' }, 200);
    await posts('signed-in', 'sign-in', { username, password: passwordAfter(count('password-changed')) });
  }

  const changes = [
    () => posts('language-changed', 'profile', { language: languageAfter(count('language-changed') + 1) }),
    async () => {
      if (count('avatar-changed') > count('avatar-removed'))
        await posts('avatar-removed', 'profile', { removeAvatar: true });
      else await posts('avatar-changed', 'profile', { avatar: await picture() });
    },
    async () => {
      if (count('username-changed') === 3) return; // five an hour are allowed, and some may be cut off
      const username = usernameAfter(life.user, count('username-changed') + 1);
      const currentPassword = passwordAfter(count('password-changed'));
      await posts('username-changed', 'profile', { username, currentPassword });
    },
    () => {
      const newPassword = passwordAfter(count('password-changed') + 1);
      const currentPassword = passwordAfter(count('password-changed'));
      return posts('password-changed', 'password', { currentPassword, newPassword, confirmPassword: newPassword });
    },
    async () => {
      await page.opens('/en/two-factor');
      await page.submits('two-factor-start', { currentPassword: passwordAfter(count('password-changed')) });
      const secret = (page.text('main code') ?? '').replaceAll(' ', '');
      await posts('two-factor-enabled', 'two-factor-confirm', { code: codeOf(secret) });
      for (const [type, form, path] of [
        ['recovery-codes-renewed', 'recovery-codes-renew', '/en/two-factor/recovery-codes'],
        ['two-factor-disabled', 'two-factor-disable', '/en/two-factor'],
      ] as const) {
        const code = page.text('main li') ?? '';
        await page.opens(path);
        await posts(type, form, { code });
      }
    },
    async () => {
      await posts('signed-out', 'sign-out', {});
      await signsIn();
    },
  ];

  await signsIn();
  for (let turn = Math.floor(Math.random() * changes.length); await isNext(); turn++) {
    await page.opens('/en/profile');
    await changes[turn % changes.length]?.();
  }
}

/** Events that come with others, and the one that is deleted once the code was given. */
const UNCOUNTED: EventType[] = ['account-created', 'recovery-code-used', 'password-accepted'];

/** Expects every acknowledged change to be saved, and each change to be whole or absent, together with its event. */
export async function expectWhole({ user: { id, ...user }, acknowledged, underWay }: Life): Promise<void> {
  const events = await recordedEvents(id);
  const happened = (type: EventType) => events.filter((event) => event.type === type).length;
  for (const type of new Set(events.map(({ type }) => type as EventType))) {
    if (UNCOUNTED.includes(type)) continue;
    const answered = acknowledged[type] ?? 0;
    expect([type, happened(type) - answered]).toEqual([type, underWay === type && happened(type) > answered ? 1 : 0]);
  }
  for (const [type, answered] of Object.entries(acknowledged))
    expect([type, happened(type as EventType) >= answered]).toEqual([type, true]);

  const found = (await findUserById(id)) as User;
  expect(found.language).toBe(languageAfter(happened('language-changed')));
  expect(found.username).toBe(usernameAfter({ id, ...user }, happened('username-changed')));
  expect(await verifyHash(passwordAfter(happened('password-changed')), found.passwordHash)).toBe(true);
  const last = (...types: EventType[]) => events.findLast(({ type }) => types.includes(type as EventType))?.type;

  const avatars = await db().query.avatars.findMany({ where: (avatars, { eq }) => eq(avatars.userId, id) });
  const hasAvatar = last('avatar-changed', 'avatar-removed') === 'avatar-changed';
  expect([found.avatarVersion !== null, avatars.length]).toEqual(hasAvatar ? [true, 3] : [false, 0]);
  expect(avatars.every(({ version }) => version === found.avatarVersion)).toBe(true);

  const codes = await db().query.recoveryCodes.findMany({ where: (codes, { eq }) => eq(codes.userId, id) });
  const isOn = last('two-factor-enabled', 'two-factor-disabled') === 'two-factor-enabled';
  expect([found.totpConfirmedAt !== null, found.totpLastStep !== null, codes.length]).toEqual(
    isOn ? [true, true, 10] : [false, false, 0],
  );
  expect(happened('recovery-code-used')).toBe(happened('two-factor-disabled') + happened('recovery-codes-renewed'));
  expect(found.totpSecret !== null || !isOn).toBe(true);
}
