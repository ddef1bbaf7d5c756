import type { Session } from '../../../db/sessions';
import type { User } from '../../../db/users';
import { pendingEnrolment, twoFactorState } from '../../../lib/two-factor';
import { currentLocale, translations } from '../../../lib/web/translations';
import { ActionForm } from '../../ui/form/action-form';
import { CodeField } from '../../ui/form/code-field';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { Notice } from '../../ui/notice';
import { submitCancel, submitConfirm, submitDisable, submitStart } from './actions';
import { RecoveryCodesLeft } from './codes-left';

export async function TwoFactorSteps({ session }: { session: Session }) {
  const { user } = session;
  const state = twoFactorState(user);
  const key = await pendingEnrolment(session);
  return (
    <>
      <Notice />
      {state === 'on' && <On user={user} />}
      {state !== 'on' && (key ? <Pending {...key} /> : <Off user={user} />)}
    </>
  );
}

function Off({ user }: { user: User }) {
  const t = translations();
  return (
    <ActionForm id="two-factor-start" action={submitStart}>
      <p className="mb-5">{t('two-factor.intro')}</p>
      <input type="text" autoComplete="username" value={user.username} readOnly hidden />
      <PasswordField
        name="currentPassword"
        label={t('two-factor.currentPassword')}
        autoComplete="current-password"
        show={t('password.showCurrent')}
        hide={t('password.hideCurrent')}
      />
      <SubmitButton>{t('two-factor.start')}</SubmitButton>
    </ActionForm>
  );
}

function Pending({ groups, uri, picture }: { groups: string[]; uri: string; picture: string }) {
  const t = translations('two-factor');
  return (
    <>
      <p className="mb-3">{t('scan')}</p>
      <div className="mb-5 flex flex-wrap items-center gap-5">
        <img
          src={picture}
          alt={t('picture')}
          width={220}
          height={220}
          className="rounded-box border border-base-300 bg-white"
        />
        <div className="min-w-0 flex-1 basis-52">
          <p className="mb-1">{t('typeSecret')}</p>
          <p className="mb-4">
            <code dir="ltr" className="select-all break-words font-mono text-lg">
              {groups.join(' ')}
            </code>
          </p>
          <a href={uri} className="link">
            {t('openApp')}
          </a>
        </div>
      </div>
      <ActionForm id="two-factor-confirm" action={submitConfirm}>
        <CodeField
          name="code"
          label={t('code')}
          hint={t('confirmHint')}
          sends={t('codeSends')}
          kind="digits"
          focus="inView"
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton>{t('confirm')}</SubmitButton>
          <button type="submit" form="two-factor-cancel" className="btn">
            {t('cancel')}
          </button>
        </div>
      </ActionForm>
      <form id="two-factor-cancel" action={submitCancel} />
    </>
  );
}

function On({ user }: { user: User }) {
  const t = translations('two-factor');
  return (
    <>
      <p>{t('stateOn')}</p>
      <p className="mb-5">{t('disableIntro')}</p>
      <ActionForm id="two-factor-disable" action={submitDisable}>
        <CodeField name="code" label={t('code')} hint={t('codeHint')} kind="either" focus="always" />
        <SubmitButton>{t('disable')}</SubmitButton>
      </ActionForm>
      <RecoveryCodesLeft userId={user.id} />
      <p className="mt-3">
        <a href={`/${currentLocale()}/two-factor/recovery-codes`} className="link">
          {t('renewLink')}
        </a>
      </p>
    </>
  );
}
