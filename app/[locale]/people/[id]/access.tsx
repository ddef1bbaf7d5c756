import type { User } from '../../../../db/users';
import { isMailOn } from '../../../../lib/settings';
import type { FormAction } from '../../../../lib/web/form';
import { translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { TextWithUsernames } from '../../../ui/username';
import { submitDisable, submitEnable, submitEndSessions, submitResetPassword, submitResetTwoFactor } from '../actions';

type Props = { person: User; isSelf: boolean; hasTwoFactor: boolean };

/** One form for each act, with what follows from it. Administrators have their own pages for their credentials. */
export function AccessSection({ person, isSelf, hasTwoFactor }: Props) {
  const t = translations('people');
  const { id, username } = person;
  return (
    <Card title={t('access')} level={2}>
      <div className="divide-y divide-base-300">
        {!isSelf && (
          <Act
            id="person-reset-password"
            action={submitResetPassword.bind(null, id)}
            text={t(isMailOn() ? 'resetPasswordByMail' : 'resetPasswordText', { username })}
          >
            {t('resetPassword')}
          </Act>
        )}
        {hasTwoFactor && !isSelf && (
          <Act
            id="person-reset-two-factor"
            action={submitResetTwoFactor.bind(null, id)}
            text={t('resetTwoFactorText', { username })}
          >
            {t('resetTwoFactor')}
          </Act>
        )}
        <Act
          id="person-end-sessions"
          action={submitEndSessions.bind(null, id)}
          text={t('endSessionsText', { username })}
        >
          {t('endSessions')}
        </Act>
        {person.disabledAt === null ? (
          <Act
            id="person-disable"
            action={submitDisable.bind(null, id)}
            text={t('disableText', { username })}
            isDrastic
          >
            {t('disable')}
          </Act>
        ) : (
          <Act id="person-enable" action={submitEnable.bind(null, id)} text={t('enableText', { username })}>
            {t('enable')}
          </Act>
        )}
      </div>
    </Card>
  );
}

type ActProps = { id: string; action: FormAction; text: string; isDrastic?: boolean; children: string };

function Act({ id, action, text, isDrastic = false, children }: ActProps) {
  return (
    <div className="py-5 first:pt-0 last:pb-0">
      <ActionForm id={id} action={action}>
        <p className="mb-3">
          <TextWithUsernames>{text}</TextWithUsernames>
        </p>
        <button type="submit" className={`btn ${isDrastic ? 'btn-error btn-outline' : ''}`}>
          {children}
        </button>
      </ActionForm>
    </div>
  );
}
