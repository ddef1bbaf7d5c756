import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Session } from '../../../../db/sessions';
import { now } from '../../../../lib/adapters/clock';
import { viewRecoveryCodes } from '../../../../lib/recovery-codes';
import { owesSecondFactor } from '../../../../lib/required-two-factor';
import { titled } from '../../../../lib/settings';
import { requireSession } from '../../../../lib/web/session';
import { currentFormatter, currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { Notice } from '../../../ui/notice';
import { PageTitle } from '../../../ui/page-title';
import { submitCodesSaved } from '../actions';
import { CopyAndPrint } from './copy-and-print';
import { RenewSection } from './renew';

export default async function Page() {
  const session = await requireSession('/two-factor/recovery-codes');
  if (!(await owesSecondFactor(session.user))) redirect(`/${currentLocale()}/two-factor`);
  const codes = viewRecoveryCodes(session);
  const t = translations('two-factor');
  return (
    <>
      <PageTitle of={codes ? t('codesTitle') : t('renewTitle')} />
      <Notice />
      {codes && <Codes codes={codes} session={session} />}
      <RenewSection userId={session.userId} isAlone={!codes} />
      <Notice at="bottom" />
    </>
  );
}

async function Codes({ codes, session }: { codes: string[]; session: Session }) {
  const t = translations('two-factor');
  // The server in front sets Host to one of APP_URL's hosts.
  const about = [
    titled(t('codesTitle')),
    (await headers()).get('host') ?? '',
    session.user.username,
    currentFormatter().dateTime(now(), { dateStyle: 'long', timeZone: 'UTC' }),
  ];
  const file = [...about, '', ...codes.map((code, n) => `${n + 1}. ${code}`), ''].join('\r\n');
  return (
    <Card title={t('codesTitle')} level={1}>
      <p className="mb-4">{t('codesIntro')}</p>
      <div id="recovery-codes-about" className="mb-4 hidden print:block">
        {about.map((line) => (
          <p key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
      </div>
      <ol
        dir="ltr"
        className="mb-5 grid list-inside list-decimal gap-x-8 gap-y-1 rounded-field bg-base-200 p-4 font-mono text-sm min-[23rem]:text-lg contrast:border sm:grid-cols-2 print:bg-transparent print:p-0"
      >
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="mb-6 flex flex-wrap gap-3 print:hidden">
        <CopyAndPrint
          text={`${codes.join('\r\n')}\r\n`}
          copy={t('copy')}
          copied={t('copied')}
          failed={t('copyFailed')}
          print={t('print')}
        />
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
          download="portrait-recovery-codes.txt"
          className="btn"
        >
          {t('download')}
        </a>
      </div>
      <form id="recovery-codes-saved" action={submitCodesSaved} className="print:hidden">
        <button type="submit" className="btn btn-primary">
          {t('saved')}
        </button>
      </form>
    </Card>
  );
}
