import { redirect } from 'next/navigation';
import { nextPath, withNext } from '../../../../lib/web/next-path';
import { currentTicket } from '../../../../lib/web/session';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { CodeField } from '../../../ui/form/code-field';
import { SubmitButton } from '../../../ui/form/submit-button';
import { PageTitle } from '../../../ui/page-title';
import { submitSignInCode } from '../actions';

export default async function Page({ searchParams }: PageProps<'/[locale]/sign-in/code'>) {
  const next = nextPath((await searchParams).next);
  const signIn = withNext(`/${currentLocale()}/sign-in`, next);
  if (!(await currentTicket())) redirect(signIn);
  const t = translations('sign-in');
  return (
    <div className="mx-auto max-w-sm sm:pt-8">
      <PageTitle of={t('codeTitle')} />
      <Card title={t('codeTitle')} level={1}>
        <ActionForm id="sign-in-code" action={submitSignInCode}>
          {next && <input type="hidden" name="next" value={next} />}
          <CodeField name="code" label={t('code')} hint={t('codeHint')} sends={t('codeSends')} isFirst />
          <div className="flex flex-wrap items-center gap-4">
            <SubmitButton>{t('codeSubmit')}</SubmitButton>
            <a href={signIn} className="link">
              {t('backToPassword')}
            </a>
          </div>
        </ActionForm>
      </Card>
    </div>
  );
}
