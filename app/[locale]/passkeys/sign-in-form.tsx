import { arePasskeysInUse } from '../../../lib/passkey-sign-in';
import { currentPasskeyFault } from '../../../lib/web/passkeys';
import { translations } from '../../../lib/web/translations';
import { SubmitButton } from '../../ui/form/submit-button';
import { PasskeyForm } from './passkey-form';
import { beginSignIn, submitPasskeySignIn } from './sign-in-actions';

/** The browser looks for passkeys by itself only if any user has one. */
export async function PasskeySignInForm({ next }: { next: string | undefined }) {
  if (await currentPasskeyFault()) return null;
  return (
    <div className="mt-4">
      <PasskeyForm
        id="passkey-sign-in-form"
        begin={beginSignIn}
        action={submitPasskeySignIn}
        isInAutofill={await arePasskeysInUse()}
      >
        {next && <input type="hidden" name="next" value={next} />}
        <SubmitButton id="passkey-sign-in" look="">
          {translations('passkeys')('signIn')}
        </SubmitButton>
      </PasskeyForm>
    </div>
  );
}
