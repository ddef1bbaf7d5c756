'use server';

import { endOneSession, endOtherSessions } from '../../../lib/sessions';
import { currentClient } from '../../../lib/web/client';
import { overtaken, succeeded, text } from '../../../lib/web/form';
import { requireSession } from '../../../lib/web/session';
import { currentLocale } from '../../../lib/web/translations';

export async function submitEnd(form: FormData): Promise<void> {
  const session = await requireSession('/sessions');
  const outcome = await endOneSession(session, text(form, 'session'), await currentClient());
  const path = `/${currentLocale()}/sessions`;
  await (outcome.ok ? succeeded(path, 'sessions.notices.ended') : overtaken(path, outcome));
}

export async function submitEndOthers(): Promise<void> {
  await endOtherSessions(await requireSession('/sessions'), await currentClient());
  await succeeded(`/${currentLocale()}/sessions`, 'sessions.notices.othersEnded');
}
