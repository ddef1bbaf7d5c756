import { generateSync } from 'otplib';

const STEP = 30_000;

/** The code of an authenticator app, `steps` time steps from now, from a different TOTP library than ours. */
export function codeOf(secret: string, steps = 0): string {
  return generateSync({ secret, epoch: (Date.now() + steps * STEP) / 1000 });
}
