import { currentTheme } from '../../../lib/web/theme';
import { THEMES } from '../../../lib/web/theme-cookie';
import { translations } from '../../../lib/web/translations';
import { Icon } from '../../ui/svg-icon';
import { submitTheme } from './actions';

const ICONS = { system: 'monitor', light: 'sun', dark: 'moon', contrast: 'contrast' } as const;

export async function ThemeSwitch() {
  const t = translations('theme');
  const current = await currentTheme();
  return (
    <form id="theme" action={submitTheme}>
      <fieldset className="flex flex-wrap justify-center gap-1">
        <legend className="sr-only">{t('label')}</legend>
        {THEMES.map((theme) => (
          <button
            key={theme}
            type="submit"
            name="theme"
            value={theme}
            aria-pressed={theme === current}
            className="btn btn-ghost btn-sm font-normal text-muted aria-pressed:border-line aria-pressed:bg-base-100 aria-pressed:text-base-content forced-colors:aria-pressed:border-[Highlight]"
          >
            <Icon shape={ICONS[theme]} className="size-4" />
            {t(theme)}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
