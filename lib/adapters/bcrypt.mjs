// The worker of hash.ts: bcrypt takes a quarter of a second of processor, which the thread that renders has not.
import { setPriority } from 'node:os';
import bcrypt from 'bcryptjs';

// Whoever reads a page goes first. Linux has priorities of threads; elsewhere this would be the whole process's.
if (process.platform === 'linux') setPriority(10);

export const make = ({ text, cost }) => bcrypt.hash(text, cost);
export const compare = ({ text, stored }) => bcrypt.compare(text, stored);
