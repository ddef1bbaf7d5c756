import { AVATAR_TOO_LARGE } from '../../../lib/avatar';
import { LANGUAGES } from '../../../lib/i18n/locales';
import { isNewcomer } from '../../../lib/password';
import { isTwoFactorMissing } from '../../../lib/required-two-factor';
import { isMailOn } from '../../../lib/settings';
import { refusedBefore } from '../../../lib/web/form';
import { requireSession } from '../../../lib/web/session';
import { currentLocale, translations } from '../../../lib/web/translations';
import { readTyped } from '../../../lib/web/typed-fields';
import { Card } from '../../ui/card';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { avatarProps, uploadTexts } from '../avatar/props';
import { PendingUsername } from '../confirm-username/section';
import { PasswordSection } from '../password/section';
import { SecuritySection } from '../security/section';
import { TwoFactorSection } from '../two-factor/section';
import { submitProfile } from './actions';
import { ProfileForm } from './form';

/**
 * The page below redirects to a second factor that is required. If the layout did, the browser would take the target
 * for the dialog below this layout, and request it endlessly.
 */
export default async function Layout({ children }: LayoutProps<'/[locale]/profile'>) {
  const session = await requireSession('/profile', { withOneTimePassword: true, withoutTwoFactor: true });
  const t = translations();
  const { user } = session;
  const { username, language } = user;
  if (user.passwordMustChange) {
    const welcome = (await isNewcomer(user)) ? t('password.welcome', { company: user.company }) : undefined;
    return (
      <>
        <PageTitle of={welcome ?? t('password.title')} />
        <PasswordSection user={user} title={welcome} intro={welcome && t('password.welcomeIntro')} level={1} />
      </>
    );
  }
  if (await isTwoFactorMissing(session)) return children;
  const typed = await readTyped('profile', username);
  return (
    <>
      <PageTitle of={t('profile.title')} />
      <Notice />
      {children}
      {user.pendingUsername !== null && isMailOn() && <PendingUsername username={user.pendingUsername} />}
      <Card title={t('profile.title')} level={1}>
        {typed && <p className="alert alert-info alert-soft mb-5">{t('profile.typedKept')}</p>}
        <ProfileForm
          action={submitProfile.bind(null, { username, language })}
          refusedBefore={refusedBefore(AVATAR_TOO_LARGE)}
          avatar={avatarProps(user)}
          username={{
            label: t('profile.username'),
            hint: t('profile.usernameHint'),
            saved: username,
            defaultValue: typed?.username ?? username,
            pattern: exactly(username),
          }}
          currentPassword={{
            label: t('profile.currentPassword'),
            hint: t('profile.currentPasswordHint'),
            show: t('password.showCurrent'),
            hide: t('password.hideCurrent'),
          }}
          passwordChangedAt={user.passwordChangedAt}
          facts={{
            facts: { [t('profile.company')]: user.company, [t('profile.role')]: user.role },
            note: t(user.administrator ? 'people.changeOwn' : 'profile.byAdministrator'),
            href: user.administrator ? `/${currentLocale()}/people/${user.id}` : undefined,
          }}
          language={{
            label: t('profile.language'),
            options: LANGUAGES,
            saved: language,
            defaultValue: typed?.language ?? language,
          }}
          bar={{ unsaved: t('profile.unsaved'), discard: t('profile.discard') }}
          submit={t('profile.submit')}
          upload={uploadTexts()}
        />
      </Card>
      <PasswordSection user={user} />
      <TwoFactorSection user={user} />
      <SecuritySection session={session} />
    </>
  );
}

/** Matches only the current username: CSS shows the password field once the value no longer matches. */
const exactly = (username: string) => username.replace(/[\^$.*+?()[\]{}|/]/g, '\\$&');
