// bcrypt at its cheapest: what is tested is never how long it takes.
process.env.BCRYPT_COST = '4';
process.env.AUTH_SECRET = 'a secret for tests of 32 bytes or more';
process.env.LOG_LEVEL ??= 'silent';

// Tests use prlimit and setpriv, which every Linux has, though a PATH may lack them.
process.env.PATH += ':/usr/bin:/bin';
