import { createTranslator } from 'use-intl/core';
import messages from '../../messages/en.json';
import type { Refusal } from '../outcome';

const t = createTranslator({ locale: 'en', messages });

/** Why something was refused, as a sentence for the administrator's terminal. */
export function inEnglish({ error, values }: Refusal): string {
  return t(error, values);
}
