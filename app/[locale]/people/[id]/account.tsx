import type { User } from '../../../../db/users';
import { LANGUAGES } from '../../../../lib/i18n/locales';
import { translations } from '../../../../lib/web/translations';
import { readTyped } from '../../../../lib/web/typed-fields';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { CheckboxField } from '../../../ui/form/checkbox-field';
import { Field, LanguageField } from '../../../ui/form/field';
import { SubmitButton } from '../../../ui/form/submit-button';
import { submitPerson } from '../actions';

export async function AccountSection({ person, by }: { person: User; by: string }) {
  const { id, company, role, language, administrator } = person;
  const t = translations();
  const typed = await readTyped(`person ${id}`, by);
  return (
    <Card title={t('people.account')} level={2}>
      <ActionForm
        id="person"
        action={submitPerson.bind(null, id, { by, company, role, language, administrator })}
        warnsIfUnsaved
      >
        <Field
          name="company"
          label={t('profile.company')}
          saved={company}
          defaultValue={typed?.company ?? company}
          autoComplete="off"
          required
        />
        <Field
          name="role"
          label={t('profile.role')}
          saved={role}
          defaultValue={typed?.role ?? role}
          autoComplete="off"
          required
        />
        <LanguageField
          name="language"
          label={t('profile.language')}
          options={LANGUAGES}
          saved={language}
          defaultValue={typed?.language ?? language}
        />
        <CheckboxField
          name="administrator"
          label={t('people.administrator')}
          hint={t('people.administratorHint')}
          isSaved={administrator}
          isChecked={typed ? typed.administrator === 'on' : administrator}
        />
        <SubmitButton>{t('people.save')}</SubmitButton>
      </ActionForm>
    </Card>
  );
}
