import type { User } from '../../../../db/users';
import { translations } from '../../../../lib/web/translations';
import { readTyped } from '../../../../lib/web/typed-fields';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { Field } from '../../../ui/form/field';
import { submitDelete } from '../actions';

export async function DeleteSection({ person, by }: { person: User; by: string }) {
  const t = translations('people');
  const typed = await readTyped(`person-delete ${person.id}`, by);
  return (
    <Card title={t('delete')} intro={t('deleteText', { username: person.username })} level={2}>
      <ActionForm id="person-delete" action={submitDelete.bind(null, person.id, by)}>
        <Field
          name="username"
          label={t('deleteUsername')}
          defaultValue={typed?.username}
          autoComplete="off"
          inputMode="email"
          dir="ltr"
          required
        />
        <button type="submit" className="btn btn-error btn-outline">
          {t('delete')}
        </button>
      </ActionForm>
    </Card>
  );
}
