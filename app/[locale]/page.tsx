import { redirect } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import { currentSession } from '../../lib/web/session';

export default async function Page() {
  const page = (await currentSession()) ? 'profile' : 'sign-in';
  redirect(`/${await getLocale()}/${page}`);
}
