import { type Condition, type Database, transaction, type Write } from '../../db';
import { type Session, sessionExists } from '../../db/sessions';
import { findUserById, isActiveAdministrator, type NewUser, type User, updateAnyUser } from '../../db/users';
import { record } from '../activity';
import { type Client, COMMAND_LINE } from '../client';
import type { EventType } from '../event-type';
import { type Outcome, type Refusal, refuse } from '../outcome';
import { findUserByUsername } from '../username';

/** Who acts on an account: an administrator in their session, or the command line, which has none. */
export type Actor = { session?: Session; client: Client };

export const BY_COMMAND_LINE: Actor = { client: COMMAND_LINE };

/** The user that an act is about. */
export type Who = { id: string } | { username: string };

export async function findPerson(who: Who): Promise<User | undefined> {
  return 'id' in who ? findUserById(who.id) : findUserByUsername(who.username);
}

/** Of someone who was deleted meanwhile, the page with the form is gone, too. */
export const unknownPerson = ({ session }: Actor): Refusal =>
  session
    ? { ...refuse('people.errors.personGone'), isStale: true }
    : refuse('profile.errors.usernameUnknown', 'username');

export const isSelf = ({ session }: Actor, user: { id: string }) => session?.userId === user.id;

/** The user of an act that administrators can't do to themselves: their own pages for it ask for their second factor. */
export async function findOther(who: Who, actor: Actor): Promise<Outcome<{ user: User }>> {
  const user = await findPerson(who);
  if (!user) return unknownPerson(actor);
  return isSelf(actor, user) ? refuse('people.errors.ownAccount') : { ok: true, user };
}

/** What must still be true when an act is written: the session hasn't ended, and its user is still an administrator. */
export function mayAct({ session }: Pick<Actor, 'session'>): Condition[] {
  return session ? [sessionExists(session.id), isActiveAdministrator(session.userId)] : [];
}

export async function isStillAdministrator({ userId }: Pick<Session, 'userId'>): Promise<boolean> {
  const user = await findUserById(userId);
  return user?.administrator === true && user.disabledAt === null;
}

/** Records an act in the activity of both people. Others aren't told the administrator's address and device. */
export function recordAct(
  on: Database,
  { session, client }: Actor,
  { type, user, isNoticed }: { type: EventType; user: { id: string; username: string }; isNoticed?: boolean },
): Write[] {
  if (!session || session.userId === user.id) return [record(on, { userId: user.id, type, client, isNoticed })];
  return [
    record(on, { userId: user.id, type, client, isNoticed, by: session.user }),
    record(on, { userId: session.userId, type, client, subject: user.username }),
  ];
}

type Act = {
  type: EventType;
  change?: Partial<NewUser>;
  conditions?: Condition[];
  writes?(on: Database, userId: string): Write[];
  isNoticed?: boolean;
  /** Whether the user already is as the act would leave them. */
  isDone?(user: User): boolean | Promise<boolean>;
  /** Why it can't be done, if the conditions don't hold. */
  refusal?: Refusal;
};

export async function act(who: Who, actor: Actor, act: Act): Promise<Outcome<{ isChanged: boolean }>> {
  const user = await findPerson(who);
  if (!user) return unknownPerson(actor);
  const { type, change, conditions = [], writes, isNoticed } = act;
  const done = await transaction(
    (on) => updateAnyUser(on, user.id, { id: user.id, ...change }, ...conditions, ...mayAct(actor)),
    (on) => [...(writes?.(on, user.id) ?? []), ...recordAct(on, actor, { type, user, isNoticed })],
  );
  if (done) return { ok: true, isChanged: true };
  const current = await findUserById(user.id);
  if (!current) return unknownPerson(actor);
  if (await act.isDone?.(current)) return { ok: true, isChanged: false };
  return act.refusal ?? refuse('people.errors.changedMeanwhile');
}
