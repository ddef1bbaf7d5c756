'use server';

import { changeProfile } from '../../../lib/profile';
import { currentClient } from '../../../lib/web/client';
import {
  attemptSignedIn,
  changed,
  type FormState,
  file,
  isTicked,
  refused,
  succeeded,
  text,
} from '../../../lib/web/form';
import { renewSession, requireSessionOrReplaced } from '../../../lib/web/session';

/** @param shown what the form showed: a field that still says so was not changed by this person */
export async function submitProfile(
  shown: { username: string; language: string },
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const session = await requireSessionOrReplaced('/profile');
  const typed = changed(form, ['username', 'language'], shown);
  const avatar = file(form, 'avatar') ?? (isTicked(form, 'removeAvatar') ? ('none' as const) : undefined);
  const currentPassword = text(form, 'currentPassword');
  const avatarSquare = text(form, 'avatarSquare');
  const change = { ...typed, avatar, avatarSquare, currentPassword };
  const outcome = await attemptSignedIn(session, '/profile', async () =>
    changeProfile(session, change, await currentClient()),
  );
  if (!outcome.ok) return refused(outcome, typed);
  await renewSession(outcome.sessionValue);
  return succeeded(
    `/${outcome.language}/profile`,
    outcome.isChanged ? 'profile.notices.saved' : 'profile.notices.unchanged',
  );
}
