import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Session } from '../../../../db/sessions';
import { now } from '../../../../lib/adapters/clock';
import { viewRecoveryCodes } from '../../../../lib/recovery-codes';
import { needsCodeAfterPassword } from '../../../../lib/required-two-factor';
import { appName } from '../../../../lib/settings';
import { titled } from '../../../../lib/title';
import { requireSession } from '../../../../lib/web/session';
import { currentFormatter, currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { Notice } from '../../../ui/notice';
import { PageTitle } from '../../../ui/page-title';
import { submitCodesSaved } from '../actions';
import { RenewSection } from './renew';
import { SaveCodes } from './save-codes';

export default async function Page({ searchParams }: PageProps<'/[locale]/two-factor/recovery-codes'>) {
  const session = await requireSession('/two-factor/recovery-codes');
  if (!(await needsCodeAfterPassword(session.user))) redirect(`/${currentLocale()}/two-factor`);
  const codes = viewRecoveryCodes(session);
  const t = translations('two-factor');
  return (
    <>
      <PageTitle of={codes ? t('codesTitle') : t('renewTitle')} />
      <Notice />
      {codes && <Codes codes={codes} session={session} />}
      <RenewSection user={session.user} isAlone={!codes} isRecovery={(await searchParams).recovery !== undefined} />
      <Notice at="bottom" />
    </>
  );
}

async function Codes({ codes, session }: { codes: string[]; session: Session }) {
  const t = translations('two-factor');
  // The server in front sets Host to one of APP_URL's hosts.
  const about = [
    (await headers()).get('host') ?? '',
    session.user.username,
    currentFormatter().dateTime(now(), { dateStyle: 'long', timeZone: 'UTC' }),
  ];
  const file = [titled(t('codesTitle')), ...about, '', ...codes.map((code, n) => `${n + 1}. ${code}`), ''].join('\r\n');
  return (
    <Card title={t('codesTitle')} level={1}>
      <p className="mb-4">{t('codesIntro')}</p>
      <div id="recovery-codes-about" className="mb-4 hidden print:block">
        {[appName(), ...about].map((line) => (
          <p key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
      </div>
      <ol
        dir="ltr"
        className="mb-5 grid list-decimal gap-x-8 gap-y-1 rounded-field bg-base-200 p-4 font-mono text-sm min-[23rem]:text-lg contrast:border sm:grid-flow-col sm:grid-cols-2 sm:grid-rows-5 print:bg-transparent print:p-0 [&>li]:ms-[2.5em] [&>li]:ps-1"
      >
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <SaveCodes
        text={`${codes.join('\r\n')}\r\n`}
        file={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
        texts={{
          copy: t('copy'),
          copied: t('copied'),
          failed: t('copyFailed'),
          print: t('print'),
          download: t('download'),
          writtenDown: t('writtenDown'),
          saved: t('saved'),
        }}
        action={submitCodesSaved}
      />
    </Card>
  );
}
