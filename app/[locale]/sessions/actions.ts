'use server';

import { endOneSession, endOtherSessions } from '../../../lib/sessions';
import { overtaken, succeeded, text } from '../../../lib/web/form';
import { requireSession } from '../../../lib/web/session';
import { currentLocale } from '../../../lib/web/texts';
import { visitor } from '../../../lib/web/visitor';

export async function submitEnd(form: FormData): Promise<void> {
  const session = await requireSession('/sessions');
  const outcome = await endOneSession(session, text(form, 'session'), await visitor());
  const path = `/${currentLocale()}/sessions`;
  await (outcome.ok ? succeeded(path, 'sessions.notices.ended') : overtaken(path, outcome));
}

export async function submitEndOthers(): Promise<void> {
  await endOtherSessions(await requireSession('/sessions'), await visitor());
  await succeeded(`/${currentLocale()}/sessions`, 'sessions.notices.othersEnded');
}
