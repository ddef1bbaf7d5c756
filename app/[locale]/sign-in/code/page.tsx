import { redirect } from 'next/navigation';
import { nextPath, withNext } from '../../../../lib/web/next-path';
import { keptTicket } from '../../../../lib/web/session';
import { currentLocale, texts } from '../../../../lib/web/texts';
import { ActionForm } from '../../../ui/action-form';
import { Card } from '../../../ui/card';
import { CodeField } from '../../../ui/code-field';
import { PageTitle } from '../../../ui/page-title';
import { SubmitButton } from '../../../ui/submit-button';
import { submitSignInCode } from '../actions';

export default async function Page({ searchParams }: PageProps<'/[locale]/sign-in/code'>) {
  const next = nextPath((await searchParams).next);
  const signIn = withNext(`/${currentLocale()}/sign-in`, next);
  if (!(await keptTicket())) redirect(signIn);
  const t = texts('sign-in');
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
