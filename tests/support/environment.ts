// bcrypt at its cheapest: what is tested is never how long it takes.
process.env.BCRYPT_COST = '4';
