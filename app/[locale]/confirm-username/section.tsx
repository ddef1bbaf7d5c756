import { translations } from '../../../lib/web/translations';
import { PlainForm } from '../../ui/form/plain-form';
import { TextWithUsernames } from '../../ui/username';
import { submitUsernameCancel, submitUsernameResend } from './actions';

/** Says which username waits for its link. */
export function PendingUsername({ username }: { username: string }) {
  const t = translations('mail');
  return (
    <section aria-labelledby="pending-username" className="alert alert-info alert-soft mb-6 flex flex-wrap gap-3">
      <p id="pending-username" className="min-w-0 flex-1 basis-56 text-base [overflow-wrap:anywhere]">
        <TextWithUsernames>{t('waiting', { username })}</TextWithUsernames>
      </p>
      <div className="flex flex-wrap gap-3">
        <PlainForm id="username-resend" action={submitUsernameResend}>
          <button type="submit" className="btn btn-sm">
            {t('resend')}
          </button>
        </PlainForm>
        <PlainForm id="username-cancel" action={submitUsernameCancel}>
          <button type="submit" className="btn btn-ghost btn-sm">
            {t('cancel')}
          </button>
        </PlainForm>
      </div>
    </section>
  );
}
