import type { Theme } from '../../../lib/web/theme-cookie';
import { translations } from '../../../lib/web/translations';
import { submitTheme } from './actions';
import { ThemeSwitch } from './switch';

export function ThemeSection({ theme }: { theme: Theme }) {
  const t = translations('theme');
  const names = { system: t('system'), light: t('light'), dark: t('dark'), contrast: t('contrast') };
  return <ThemeSwitch action={submitTheme} current={theme} texts={{ label: t('label'), ...names }} />;
}
