import { currentPasskeyFault } from '../../../lib/web/passkeys';
import { translations } from '../../../lib/web/translations';
import { SubmitButton } from '../../ui/form/submit-button';
import { PasskeyForm } from './passkey-form';
import { beginCode, submitPasskeyCode } from './sign-in-actions';

/** A passkey in place of the code that a sign-in needs. */
export async function PasskeyCodeForm({ next, isSecondary }: { next: string | undefined; isSecondary: boolean }) {
  if (await currentPasskeyFault()) return null;
  const t = translations('passkeys');
  return (
    <div className={isSecondary ? 'mt-5' : 'mb-6'}>
      {!isSecondary && <p className="text-muted scripted:hidden">{t('useNeedsScript')}</p>}
      <PasskeyForm id="passkey-code-form" begin={beginCode} action={submitPasskeyCode}>
        {next && <input type="hidden" name="next" value={next} />}
        <SubmitButton id="passkey-code" look={isSecondary ? '' : 'btn-primary'}>
          {t('use')}
        </SubmitButton>
      </PasskeyForm>
    </div>
  );
}
