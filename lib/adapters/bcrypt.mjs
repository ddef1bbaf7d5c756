import bcrypt from 'bcryptjs';

export const make = ({ text, cost }) => bcrypt.hash(text, cost);
export const compare = ({ text, stored }) => bcrypt.compare(text, stored);
