import { findActivity, isFailedSignIn } from '../../../../lib/activity';
import { direction } from '../../../../lib/i18n/locales';
import { requireSession } from '../../../../lib/web/session';
import { currentTimeZone } from '../../../../lib/web/time-zone';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { PlainForm } from '../../../ui/form/plain-form';
import { Notice } from '../../../ui/notice';
import { PageTitle } from '../../../ui/page-title';
import { Support } from '../../../ui/support';
import { TimeZone } from '../../../ui/time-zone';
import { PasswordSection } from '../../password/section';
import { submitNotMe } from '../actions';
import { describeEvent } from '../describe';
import { eventId } from '../event-id';
import { EventFacts } from '../facts';

/** For an event that the user doesn't know: ends the other sessions, then asks for a new password. */
export default async function Page({ searchParams }: PageProps<'/[locale]/activity/not-me'>) {
  const { user, userId } = await requireSession('/activity/not-me');
  const { event: asked, step } = await searchParams;
  const t = translations('activity');
  if (step === 'password') {
    const title = translations('mail')('setTitle');
    return (
      <>
        <PageTitle of={title} />
        <Notice />
        <PasswordSection user={user} title={title} level={1} />
      </>
    );
  }
  const id = eventId(asked);
  const event = id === undefined ? undefined : await findActivity(userId, id);
  return (
    <>
      <PageTitle of={t('notMe')} />
      <Notice />
      <TimeZone />
      <Card title={t('notMe')} level={1}>
        {event && (
          <div className="mb-5 rounded-field bg-base-200 p-4 contrast:border forced-colors:border">
            <p className="font-medium">{t(`events.${event.type}`)}</p>
            <EventFacts
              facts={describeEvent(event, await currentTimeZone(), { hasDate: true })}
              dir={direction(currentLocale())}
            />
          </div>
        )}
        <p className="mb-3">{event && isFailedSignIn(event) ? t('notMeRefused') : t('notMeIntro')}</p>
        <p className="mb-5">{t('notMeAdministrator')}</p>
        <PlainForm id="not-me" action={submitNotMe} className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <button type="submit" className="btn btn-primary">
            {translations('sessions')('endOthers')}
          </button>
          <a href={`/${currentLocale()}/activity`} className="link">
            {t('notMeBack')}
          </a>
        </PlainForm>
        <Support />
      </Card>
    </>
  );
}
