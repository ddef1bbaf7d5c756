import { Command } from 'commander';
import { randomId } from '../lib/adapters/random';
import { mailSettings } from '../lib/settings';

const program = new Command('npm run mail --')
  .description('Mail: checks that it can be sent.')
  .showHelpAfterError(false);

program
  .command('test')
  .description("send a test mail, and print the mail server's reply")
  .argument('<address>', 'who gets it')
  .action(async (address: string) => {
    const server = mailSettings();
    if (!server) return program.error('SMTP_URL is not set, so no mail is sent.');
    const { parseUsername } = await import('../lib/username');
    const parsed = parseUsername(address);
    if (!parsed.ok) return program.error(`${address} is not an e-mail address.`);
    const { sendMail } = await import('../lib/adapters/mail');
    const { testMessage } = await import('../lib/mail/compose');
    const reply = await sendMail(server, testMessage(randomId(), parsed.username));
    console.log(`Sent to ${parsed.username} through ${server.host}:${server.port}. The server replied: ${reply}`);
  });

try {
  await program.parseAsync();
  process.exit(0);
} catch (error) {
  program.error(`The mail was not sent: ${(error as Error).message}`);
}
