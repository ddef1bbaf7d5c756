import { requireSession } from '../../../lib/web/session';

/** The layout shows the profile, so that it stays while the switch opens two-factor authentication as a dialog over it. */
export default async function Page() {
  await requireSession('/profile', { withOneTimePassword: true });
  return <div />; // Next scrolls to it
}
