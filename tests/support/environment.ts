// bcrypt at its cheapest: what is tested is never how long it takes.
process.env.BCRYPT_COST = '4';
process.env.AUTH_SECRET = 'a secret for tests of 32 bytes or more';
process.env.LOG_LEVEL ??= 'silent';
