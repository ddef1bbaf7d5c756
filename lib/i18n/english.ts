import type { Refusal } from '../outcome';
import { translator } from './translator';

/** A refusal as a sentence for the administrator's terminal. */
export function toEnglish({ error, values }: Refusal): string {
  return translator('en')(error, values);
}
