import { Command } from 'commander';
import { openExistingDatabase } from '../db';
import { listApplications } from '../db/applications';
import { log } from '../lib/adapters/log';
import { registerApplication, removeApplication, rotateApplicationSecret } from '../lib/applications/registry';
import { rotateSigningKeys } from '../lib/applications/signing-keys';
import { loadAuthSecret } from '../lib/lost-secret';
import { databaseUrl } from '../lib/settings';

log.level = 'silent';

const program = new Command('npm run app --')
  .description('Applications that people log in to through Portrait (OpenID Connect): see docs/applications.md.')
  .showHelpAfterError(false);

program
  .command('add')
  .description('register an application, and print its client_id and, only this once, its client_secret')
  .requiredOption('--name <name>', 'as people see it')
  .requiredOption('--redirect <url...>', 'where people come back to after logging in: https, or http to localhost')
  .option('--post-logout <url...>', 'where they may come back to after logging out')
  .option('--backchannel <url>', 'is told when a session ends')
  .option('--public', 'has no secret, because it runs on devices of its users')
  .option('--no-pkce', "accept requests without PKCE, which the application doesn't know")
  .action(async ({ name, redirect, postLogout, backchannel, public: isPublic, pkce }) => {
    const { id, secret } = await registerApplication({
      name,
      redirectUris: redirect,
      postLogoutUris: postLogout,
      backchannelUri: backchannel,
      isPublic,
      requiresPkce: pkce,
    });
    console.log(`client_id: ${id}`);
    if (secret) console.log(`client_secret: ${secret}`);
  });

program
  .command('list')
  .description('list all applications')
  .option('--json', 'as JSON')
  .action(async ({ json }) => {
    const found = (await listApplications()).map((application) => ({
      client_id: application.id,
      name: application.name,
      public: application.secretHash === null,
      pkce: application.requiresPkce,
      redirect: application.redirectUris,
      postLogout: application.postLogoutUris,
      backchannel: application.backchannelUri,
      createdAt: new Date(application.createdAt).toISOString(),
    }));
    if (json) return console.log(JSON.stringify(found, null, 2));
    for (const { client_id, name, redirect } of found) console.log([client_id, name, redirect.join(' ')].join('\t'));
  });

program
  .command('rotate-secret')
  .description('print a new client_secret; the former one stops working at once')
  .argument('<client_id>')
  .action(async (id: string) => console.log(`client_secret: ${(await rotateApplicationSecret(id)).secret}`));

program
  .command('rotate-keys')
  .description('sign with new keys from now on; the former ones are published for 30 more days')
  .action(async () => {
    await loadAuthSecret();
    await rotateSigningKeys();
    console.log('ID tokens are signed with new keys from now on.');
  });

program
  .command('remove')
  .description('forget an application; its tokens stop working at once')
  .argument('<client_id>')
  .action(async (id: string) => console.log(`Removed ${(await removeApplication(id)).name}.`));

try {
  program.hook('preAction', () => openExistingDatabase(databaseUrl()));
  await program.parseAsync();
  process.exit(0);
} catch (error) {
  program.error((error as Error).message);
}
