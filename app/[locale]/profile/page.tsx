import { requireSession } from '../../../lib/web/session';

/** The profile is in the layout, so that it stays while two-factor authentication opens as a dialog over it. */
export default async function Page() {
  await requireSession('/profile', { withOneTimePassword: true });
  return <div />; // Next scrolls to it
}
