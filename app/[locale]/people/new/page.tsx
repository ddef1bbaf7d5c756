import { LANGUAGES } from '../../../../lib/i18n/locales';
import { DEFAULT_ROLE } from '../../../../lib/people/create';
import { isMailOn } from '../../../../lib/settings';
import { requireAdministrator } from '../../../../lib/web/session';
import { translations } from '../../../../lib/web/translations';
import { readTyped } from '../../../../lib/web/typed-fields';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { Field, LanguageField } from '../../../ui/form/field';
import { SubmitButton } from '../../../ui/form/submit-button';
import { Notice } from '../../../ui/notice';
import { PageTitle } from '../../../ui/page-title';
import NotFound from '../../[...rest]/page';
import { AllPeople } from '../all-people';
import { submitCreate } from './actions';

export default async function Page() {
  const session = await requireAdministrator('/people/new');
  if (!session) return <NotFound />;
  const { user } = session;
  const t = translations();
  const typed = await readTyped('person-create', user.username);
  return (
    <>
      <PageTitle of={t('people.newTitle')} />
      <AllPeople />
      <Notice />
      <Card title={t('people.newTitle')} intro={t(isMailOn() ? 'people.newMail' : 'people.newOneTime')} level={1}>
        <ActionForm id="person-create" action={submitCreate.bind(null, user.username)} warnsIfUnsaved>
          <Field
            name="username"
            label={t('profile.username')}
            hint={t('people.usernameHint')}
            defaultValue={typed?.username}
            autoComplete="off"
            inputMode="email"
            dir="ltr"
            required
          />
          <Field
            name="company"
            label={t('profile.company')}
            defaultValue={typed?.company ?? user.company}
            autoComplete="off"
            required
          />
          <Field
            name="role"
            label={t('profile.role')}
            hint={t('people.roleHint')}
            defaultValue={typed?.role ?? DEFAULT_ROLE}
            autoComplete="off"
            required
          />
          <LanguageField
            name="language"
            label={t('profile.language')}
            options={LANGUAGES}
            saved={user.language}
            defaultValue={typed?.language ?? user.language}
          />
          <SubmitButton>{t('people.create')}</SubmitButton>
        </ActionForm>
      </Card>
    </>
  );
}
