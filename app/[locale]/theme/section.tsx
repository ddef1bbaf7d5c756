import { currentTheme } from '../../../lib/web/theme';
import { translations } from '../../../lib/web/translations';
import { submitTheme } from './actions';
import { ThemeSwitch } from './switch';

export async function ThemeSection() {
  const t = translations('theme');
  const names = { system: t('system'), light: t('light'), dark: t('dark'), contrast: t('contrast') };
  return <ThemeSwitch action={submitTheme} current={await currentTheme()} texts={{ label: t('label'), ...names }} />;
}
