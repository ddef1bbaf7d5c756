import { redirect } from 'next/navigation';
import { findOwedCode } from '../../../../lib/passkey-sign-in';
import { nextPath, withNext } from '../../../../lib/web/next-path';
import { currentTicket } from '../../../../lib/web/session';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { CodeField } from '../../../ui/form/code-field';
import { SubmitButton } from '../../../ui/form/submit-button';
import { PageTitle } from '../../../ui/page-title';
import { PasskeyCodeForm } from '../../passkeys/code-form';
import { submitSignInCode } from '../actions';

export default async function Page({ searchParams }: PageProps<'/[locale]/sign-in/code'>) {
  const { next: asked, recovery } = await searchParams;
  const next = nextPath(asked);
  const signIn = withNext(`/${currentLocale()}/sign-in`, next);
  const ticket = await currentTicket();
  const owed = ticket && (await findOwedCode(ticket));
  if (!owed) redirect(signIn);
  const t = translations('sign-in');
  const isRecovery = recovery !== undefined || !owed.hasApp;
  const other = new URLSearchParams({ ...(!isRecovery && { recovery: '' }), ...(next && { next }) });
  const title = owed.hasApp ? t('codeTitle') : translations('passkeys')('useTitle');
  const passkey = owed.hasPasskey && <PasskeyCodeForm next={next} isSecondary={owed.hasApp} />;
  return (
    <div className="mx-auto max-w-sm sm:pt-8">
      <PageTitle of={title} />
      <Card title={title} level={1}>
        {!owed.hasApp && passkey}
        <ActionForm id="sign-in-code" action={submitSignInCode}>
          {next && <input type="hidden" name="next" value={next} />}
          {isRecovery ? (
            <CodeField
              name="code"
              label={t('recoveryCode')}
              hint={t('recoveryCodeHint')}
              kind="recovery"
              focus={owed.hasApp ? 'always' : undefined}
            />
          ) : (
            <CodeField
              name="code"
              label={t('code')}
              hint={t('codeHint')}
              sends={t('codeSends')}
              kind="digits"
              focus="always"
            />
          )}
          <SubmitButton>{t('codeSubmit')}</SubmitButton>
          <p className="mt-5 flex flex-wrap gap-x-6 gap-y-2">
            {owed.hasApp && (
              <a href={`/${currentLocale()}/sign-in/code?${other}`} className="link">
                {isRecovery ? t('useApp') : t('useRecoveryCode')}
              </a>
            )}
            <a href={signIn} className="link">
              {t('backToPassword')}
            </a>
          </p>
        </ActionForm>
        {owed.hasApp && passkey}
      </Card>
    </div>
  );
}
