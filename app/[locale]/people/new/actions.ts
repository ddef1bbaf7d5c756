'use server';

import { createUser } from '../../../../lib/people/create';
import { isMailOn } from '../../../../lib/settings';
import { type FormState, submit } from '../../../../lib/web/form';
import { textFields } from '../../../../lib/web/form-fields';

const FIELDS = ['username', 'company', 'role', 'language'] as const;

export async function submitCreate(by: string, _: FormState, form: FormData): Promise<FormState> {
  const invites = isMailOn();
  return submit(form, {
    isForAdministrators: true,
    needsConfirmation: true,
    page: '/people/new',
    fields: FIELDS,
    typed: textFields(form, FIELDS),
    typedIn: 'person-create',
    typedBy: by,
    save: async (session, account, client) => {
      const created = await createUser(account, { session, client }, { invites });
      return created.ok ? { ok: true, next: `/people/${created.id}` } : created;
    },
    next: '/people',
    notice: invites ? 'people.notices.invited' : 'people.notices.created',
  });
}
