import { generateSync } from 'otplib';

const STEP = 30_000;

/** The code that an authenticator app shows, `steps` time steps from now: another implementation of TOTP than ours. */
export function codeOf(secret: string, steps = 0): string {
  return generateSync({ secret, epoch: (Date.now() + steps * STEP) / 1000 });
}
