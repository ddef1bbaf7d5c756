// The worker of hash.ts: bcrypt takes a quarter of a second of processor time and would block rendering.
import bcrypt from 'bcryptjs';

export const make = ({ text, cost }) => bcrypt.hash(text, cost);
export const compare = ({ text, stored }) => bcrypt.compare(text, stored);
