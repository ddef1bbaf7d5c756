// bcrypt's lowest cost: no test measures it.
process.env.BCRYPT_COST = '4';
process.env.AUTH_SECRET = 'a secret for tests of 32 bytes or more';
process.env.LOG_LEVEL ??= 'silent';

// Tests use prlimit and setpriv, which every Linux has, though not always on the PATH.
process.env.PATH += ':/usr/bin:/bin';
