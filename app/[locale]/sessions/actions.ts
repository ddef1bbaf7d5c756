'use server';

import { endOneSession, endOtherSessions } from '../../../lib/sessions';
import { submit } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';

export async function submitEnd(form: FormData): Promise<void> {
  await submit(form, {
    page: '/sessions',
    save: (session, _, client) => endOneSession(session, textField(form, 'session'), client),
    next: '/sessions',
    notice: 'sessions.notices.ended',
    refusesByNotice: true,
  });
}

export async function submitEndOthers(form: FormData): Promise<void> {
  await submit(form, {
    page: '/sessions',
    save: (session, _, client) => endOtherSessions(session, client),
    next: '/sessions',
    notice: 'sessions.notices.othersEnded',
    refusesByNotice: true,
  });
}
