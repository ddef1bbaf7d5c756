import { redirect } from 'next/navigation';
import { currentSession } from '../../lib/web/session';
import { currentLocale } from '../../lib/web/translations';

export default async function Page() {
  const page = (await currentSession()) ? 'profile' : 'sign-in';
  redirect(`/${currentLocale()}/${page}`);
}
