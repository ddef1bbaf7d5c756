import { startPortrait } from '../support/server';

test.each([
  ['ADMIN_PASSWORD', 'short', /^ADMIN_PASSWORD cannot be used: The new password is too short: at least 15 characters/m],
  ['ADMIN_USERNAME', 'root', /^ADMIN_USERNAME cannot be used: The username must be an e-mail address/m],
  ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud"\.$/m],
  ['PORT', '99999', /^PORT must be a whole number from 1 to 65535, not "99999"\.$/m],
])('a wrong %s stops the start with a sentence that names it', async (name, value, sentence) => {
  const started = startPortrait({ [name]: value });
  await expect(started).rejects.toThrow(sentence);
  await expect(started).rejects.not.toThrow(/\n\s+at /);
});
