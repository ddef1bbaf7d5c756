import type { Refusal } from '../outcome';
import { translator } from './translator';

export function toEnglish({ error, values }: Refusal): string {
  return translator('en')(error, values);
}
