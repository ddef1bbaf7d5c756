'use client';

import { useRef, useState } from 'react';
import { isSamePassword, passwordLength } from '../../../lib/password-rules';
import { PasswordField } from '../../ui/form/password-field';
import { Icon } from '../../ui/svg-icon';
import type { Names, StrengthMeter } from './strength-meter';

type FieldTexts = Pick<React.ComponentProps<typeof PasswordField>, 'label' | 'hint' | 'show' | 'hide' | 'autoFocus'>;

type Props = Names & {
  minLength: number;
  newField: FieldTexts;
  confirmField: FieldTexts;
  texts: {
    rules: string;
    met: string;
    length: string;
    own: string;
    uncommon: string;
    strengths: string[];
    tooShort: string;
    differs: string;
  };
};

export function NewPassword({ minLength, username, product, newField, confirmField, texts }: Props) {
  const [typed, setTyped] = useState('');
  const [meter, setMeter] = useState<StrengthMeter>();
  const isLoading = useRef(false);
  const [first, second] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const loadMeter = async () => {
    if (isLoading.current) return;
    isLoading.current = true;
    const { loadStrengthMeter } = await import('./strength-meter');
    const meter = await loadStrengthMeter();
    setMeter(() => meter);
  };
  const check = () => {
    loadMeter();
    const [password = '', again = ''] = [first.current?.value, second.current?.value];
    first.current?.setCustomValidity(passwordLength(password) < minLength ? texts.tooShort : '');
    second.current?.setCustomValidity(isSamePassword(password, again) ? '' : texts.differs);
    setTyped(password);
  };

  const measured = typed === '' ? undefined : meter?.(typed, { username, product });
  const rules = { length: passwordLength(typed) >= minLength, own: false, uncommon: false, ...measured?.rules };
  // A password that will be refused is never called strong.
  const most = Object.values(rules).every(Boolean) ? 4 : 1;
  const strength = measured && Math.min(measured.strength, most);
  return (
    <>
      <PasswordField
        {...newField}
        ref={first}
        name="newPassword"
        autoComplete="new-password"
        onFocus={loadMeter}
        onType={check}
        after={
          <>
            <ul aria-label={texts.rules} className="mt-3 hidden space-y-1 text-sm scripted:block">
              {(Object.keys(rules) as (keyof typeof rules)[]).map((rule) => (
                <Rule key={rule} isMet={rules[rule]} met={texts.met}>
                  {texts[rule]}
                </Rule>
              ))}
            </ul>
            <div className="mt-3 hidden min-h-5 items-center gap-1 text-sm scripted:flex">
              {[1, 2, 3, 4].map((step) => (
                <span
                  key={step}
                  aria-hidden
                  className={`h-1.5 w-8 rounded-full contrast:border forced-colors:border ${strength === undefined ? 'invisible' : ''} ${step <= (strength ?? 0) ? 'bg-success forced-colors:bg-[CanvasText]' : 'bg-base-300 contrast:bg-transparent'}`}
                />
              ))}
              <p aria-live="polite" className="ms-2 whitespace-nowrap font-medium">
                {strength !== undefined && texts.strengths[strength]}
              </p>
            </div>
          </>
        }
      />
      <PasswordField {...confirmField} ref={second} name="confirmPassword" autoComplete="new-password" onType={check} />
    </>
  );
}

function Rule({ isMet, met, children }: { isMet: boolean; met: string; children: string }) {
  return (
    <li className={`flex gap-2 ${isMet ? 'text-success' : 'text-muted'}`}>
      <Icon shape={isMet ? 'check' : 'circle'} className="mt-0.5 size-4" />
      <span>
        {children}
        {isMet && <span className="sr-only"> ({met})</span>}
      </span>
    </li>
  );
}
