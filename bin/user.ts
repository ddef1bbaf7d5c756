import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { openExistingDatabase } from '../db';
import { listUsers } from '../db/users';
import { log } from '../lib/adapters/log';
import { toEnglish } from '../lib/i18n/english';
import { LOCALES } from '../lib/i18n/locales';
import { listInvitations } from '../lib/mail/invitations';
import type { Outcome } from '../lib/outcome';
import {
  deleteUser,
  disableUser,
  enableUser,
  endUserSessions,
  resetPassword,
  resetTwoFactor,
  setUser,
} from '../lib/people';
import { BY_COMMAND_LINE } from '../lib/people/act';
import { createUser } from '../lib/people/create';
import { fillSearchKeys } from '../lib/people/search-keys';
import { databaseUrl, type MailSettings, mailSettings } from '../lib/settings';
import { updateUsernameKeys } from '../lib/username';

// Changes are in the account's activity; the terminal shows only the command's output.
log.level = 'silent';

const program = new Command('npm run user --')
  .description("The administrator's command line: users and their access.")
  .showHelpAfterError(false);

program
  .command('create')
  .description('add a user; without a password they get an invitation by mail, or a one-time password is printed')
  .requiredOption('--username <address>', 'an e-mail address')
  .requiredOption('--company <name>')
  .option('--role <name>')
  .addOption(new Option('--language <code>').choices(LOCALES))
  .option('--administrator', 'may manage people')
  .option('--password-stdin', 'read the password from standard input')
  .option('--print', 'print a one-time password, even if an invitation could be mailed')
  .action(async ({ passwordStdin, print, ...account }) => {
    const password = passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined;
    const mail = print ? undefined : mailSettings();
    const created = accepted(
      await createUser({ ...account, password }, BY_COMMAND_LINE, { invites: mail !== undefined }),
    );
    const { username, oneTimePassword, invitation } = created;
    console.log(`Created ${username}.`);
    if (mail && invitation) console.log(await sendInvitation(mail, username, invitation));
    if (oneTimePassword) console.log(`One-time password: ${oneTimePassword}`);
  });

program
  .command('list')
  .description('list all users')
  .option('--json', 'as JSON')
  .action(async ({ json }) => {
    const invitations = mailSettings() ? await listInvitations() : undefined;
    const people = (await listUsers()).map((user) => ({
      username: user.username,
      company: user.company,
      role: user.role,
      language: user.language,
      administrator: user.administrator,
      disabled: user.disabledAt !== null,
      createdAt: new Date(user.createdAt).toISOString(),
      ...(invitations?.has(user.id) && { invitation: invitations.get(user.id) }),
    }));
    if (json) return console.log(JSON.stringify(people, null, 2));
    for (const person of people)
      console.log(
        [
          person.username,
          person.company,
          person.role,
          person.language,
          person.disabled ? 'disabled' : 'enabled',
          ...(person.administrator ? ['administrator'] : []),
          ...(person.invitation ? [person.invitation] : []),
        ].join('\t'),
      );
  });

onUser('set', 'change the company or the role, or who may manage people')
  .option('--company <name>')
  .option('--role <name>')
  .addOption(new Option('--administrator <yes|no>').choices(['yes', 'no']))
  .action(async (username, { administrator, ...change }) => {
    if (administrator) change.administrator = administrator === 'yes';
    if (Object.keys(change).length === 0) program.error('set needs --company, --role or --administrator.');
    const { isChanged } = accepted(await setUser({ username }, BY_COMMAND_LINE, change));
    console.log(isChanged ? `Changed ${username}.` : `Nothing to change for ${username}.`);
  });

onUser('disable', 'log a user out everywhere and keep them out').action(async (username) => {
  const { isChanged } = accepted(await disableUser({ username }, BY_COMMAND_LINE));
  console.log(isChanged ? `Disabled ${username}.` : `${username} is already disabled.`);
});

onUser('enable', 'let a disabled user log in again').action(async (username) => {
  const { isChanged } = accepted(await enableUser({ username }, BY_COMMAND_LINE));
  console.log(isChanged ? `Enabled ${username}.` : `${username} is already enabled.`);
});

onUser('reset-password', 'print a one-time password, to be changed at the next login').action(async (username) => {
  const { oneTimePassword } = accepted(await resetPassword({ username }, BY_COMMAND_LINE));
  console.log(`One-time password of ${username}: ${oneTimePassword}`);
});

onUser('reset-two-factor', 'turn off two-factor authentication and remove passkeys, for a user who lost them').action(
  async (username) => {
    const { isChanged } = accepted(await resetTwoFactor({ username }, BY_COMMAND_LINE));
    console.log(`Two-factor authentication of ${username} ${isChanged ? 'is off' : 'was off'}.`);
  },
);

onUser('end-sessions', 'log a user out everywhere').action(async (username) => {
  const { isChanged } = accepted(await endUserSessions({ username }, BY_COMMAND_LINE));
  console.log(isChanged ? `Ended every session of ${username}.` : `${username} had no session.`);
});

onUser('delete', 'delete a user with everything of theirs; this cannot be undone').action(async (username) => {
  const { id } = accepted(await deleteUser({ username }, BY_COMMAND_LINE));
  console.log(`Deleted ${username}. Earlier lines of the log name the account ${id}.`);
});

try {
  program.hook('preAction', async () => {
    await openExistingDatabase(databaseUrl());
    await updateUsernameKeys();
    await fillSearchKeys();
  });
  await program.parseAsync();
  process.exit(0);
} catch (error) {
  program.error((error as Error).message);
}

async function sendInvitation(mail: MailSettings, username: string, id: string): Promise<string> {
  const { deliverOne } = await import('../lib/mail/delivery');
  const delivery = await deliverOne(mail, { id });
  if (delivery.state !== 'failed') return `Sent an invitation to ${username}.`;
  return `The invitation to ${username} waits: ${delivery.error}\nPortrait tries again for three days while it runs.`;
}

function onUser(name: string, description: string) {
  return program.command(name).description(description).argument('<username>');
}

function accepted<Result>(outcome: Outcome<Result>): Result {
  return outcome.ok ? outcome : program.error(toEnglish(outcome));
}
