import { translations } from '../../../lib/web/translations';
import { readTyped } from '../../../lib/web/typed-fields';
import { Card } from '../../ui/card';
import { ActionForm } from '../../ui/form/action-form';
import { Field } from '../../ui/form/field';
import { SubmitButton } from '../../ui/form/submit-button';
import { submitRename } from './actions';

export async function CompanySection({ company, by }: { company: string; by: string }) {
  const t = translations('people');
  const typed = await readTyped(`company-rename ${company}`, by);
  return (
    <Card title={t('rename')} intro={t('renameHint', { company })} level={2}>
      <ActionForm id="company-rename" action={submitRename.bind(null, by)}>
        <input type="hidden" name="company" value={company} />
        <Field name="name" label={t('newName')} defaultValue={typed?.name ?? company} autoComplete="off" required />
        <SubmitButton>{t('renameSubmit')}</SubmitButton>
      </ActionForm>
    </Card>
  );
}
