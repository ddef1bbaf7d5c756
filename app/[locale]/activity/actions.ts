'use server';

import { endOtherSessions } from '../../../lib/sessions';
import { submit } from '../../../lib/web/form';

export async function submitNotMe(form: FormData): Promise<void> {
  await submit(form, {
    page: '/activity/not-me',
    save: async (session, _, client) => {
      await endOtherSessions(session, client);
      return { ok: true };
    },
    next: '/activity/not-me?step=password',
    notice: 'sessions.notices.othersEnded',
    refusesByNotice: true,
  });
}
