'use client';

import type { Theme } from '../../../lib/web/theme-cookie';
import { PlainForm } from '../../ui/form/plain-form';
import { Icon } from '../../ui/svg-icon';

const ICONS = { system: 'monitor', light: 'sun', dark: 'moon', contrast: 'contrast' } as const satisfies Record<
  Theme,
  string
>;

type Props = { action: (form: FormData) => Promise<void>; current: Theme; texts: Record<Theme | 'label', string> };

export function ThemeSwitch({ action, current, texts }: Props) {
  return (
    <PlainForm id="theme" action={action}>
      <fieldset>
        <legend className="sr-only">{texts.label}</legend>
        {(Object.keys(ICONS) as Theme[]).map((theme) => (
          <button
            key={theme}
            type="submit"
            name="theme"
            value={theme}
            aria-pressed={theme === current}
            className="btn btn-ghost btn-sm"
          >
            <Icon shape={ICONS[theme]} className="size-4" />
            {texts[theme]}
          </button>
        ))}
      </fieldset>
    </PlainForm>
  );
}
