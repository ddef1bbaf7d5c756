'use server';

import { endOtherSessions } from '../../../lib/sessions';
import { submit } from '../../../lib/web/form';

export async function submitNotMe(form: FormData): Promise<void> {
  await submit(form, {
    page: '/activity/not-me',
    save: (session, _, client) => endOtherSessions(session, client),
    next: '/activity/not-me?step=password',
    notice: 'sessions.notices.othersEnded',
    refusesByNotice: true,
  });
}
