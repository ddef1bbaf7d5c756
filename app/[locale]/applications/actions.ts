'use server';

import { redirect } from 'next/navigation';
import { afterLogOut, endApplication } from '../../../lib/applications';
import { submit, succeed } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';
import { currentQuery, markStarted } from '../../../lib/web/request-context';
import { endSession } from '../../../lib/web/session';
import { clearTyped } from '../../../lib/web/typed-fields';

export async function submitEnd(form: FormData): Promise<void> {
  await submit(form, {
    page: '/applications',
    save: (session, _, client) => endApplication(session, textField(form, 'application'), client),
    next: '/applications',
    notice: 'applications.notices.ended',
    refusesByNotice: true,
  });
}

/** The page's address says where the application wants the user to be. */
export async function submitSignOut(): Promise<void> {
  markStarted();
  const target = await afterLogOut(currentQuery());
  await endSession();
  await clearTyped();
  if (target) redirect(target);
  await succeed('/sign-in', 'sign-in.notices.signedOut');
}
