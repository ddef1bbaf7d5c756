import { redirect } from 'next/navigation';
import { findCodeMethods } from '../../../../lib/passkey-sign-in';
import { nextPath, withNext } from '../../../../lib/web/next-path';
import { currentTicket } from '../../../../lib/web/ticket-cookie';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { EitherCodeField, OtherCodeLink } from '../../../ui/form/either-code';
import { SubmitButton } from '../../../ui/form/submit-button';
import { PageTitle } from '../../../ui/page-title';
import { Support } from '../../../ui/support';
import { PasskeyCodeForm } from '../../passkeys/code-form';
import { submitSignInCode } from '../actions';

export default async function Page({ searchParams }: PageProps<'/[locale]/sign-in/code'>) {
  const { next: asked, recovery } = await searchParams;
  const next = nextPath(asked);
  const at = `/${currentLocale()}/sign-in`;
  const ticket = await currentTicket();
  const methods = ticket && (await findCodeMethods(ticket));
  if (!methods) redirect(withNext(at, next));
  const t = translations('sign-in');
  const isRecovery = recovery !== undefined || !methods.hasApp;
  const title = methods.hasApp ? t('codeTitle') : translations('passkeys')('useTitle');
  const passkey = methods.hasPasskey && <PasskeyCodeForm next={next} isSecondary={methods.hasApp} />;
  return (
    <div className="mx-auto max-w-sm sm:pt-8">
      <PageTitle of={title} />
      <Card title={title} level={1}>
        {!methods.hasApp && passkey}
        <ActionForm key={String(isRecovery)} id="sign-in-code" action={submitSignInCode}>
          {next && <input type="hidden" name="next" value={next} />}
          <EitherCodeField isRecovery={isRecovery} sends autoFocus={methods.hasApp} />
          <SubmitButton look={!methods.hasApp && methods.hasPasskey ? '' : 'btn-primary'}>
            {t('codeSubmit')}
          </SubmitButton>
        </ActionForm>
        {methods.hasApp && passkey}
        <div className="mt-5 space-y-2 pointer-coarse:space-y-5">
          {methods.hasApp && (
            <p>
              <OtherCodeLink isRecovery={isRecovery} path={`${at}/code`} params={next ? { next } : {}} />
            </p>
          )}
          <p>
            <a href={withNext(at, next)} className="link">
              {t('backToPassword')}
            </a>
          </p>
        </div>
        <Support />
      </Card>
    </div>
  );
}
