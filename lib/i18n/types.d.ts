import type messages from '../../messages/en.json';
import type { Locale } from './locales';

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}
