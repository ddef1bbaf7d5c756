import { viewRecoveryCodes } from '../../../../lib/recovery-codes';
import { requireSession } from '../../../../lib/web/session';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { Notice } from '../../../ui/notice';
import { PageTitle } from '../../../ui/page-title';
import { submitCodesSaved } from '../actions';
import { CopyAndPrint } from './copy-and-print';

export default async function Page() {
  const session = await requireSession('/two-factor/recovery-codes');
  const codes = viewRecoveryCodes(session);
  const t = translations('two-factor');
  const locale = currentLocale();
  if (!codes)
    return (
      <Card title={t('codesTitle')} level={1}>
        <PageTitle of={t('codesTitle')} />
        <p className="mb-5">{t('codesGone')}</p>
        <a href={`/${locale}/two-factor`} className="btn btn-primary">
          {t('title')}
        </a>
      </Card>
    );
  const text = `${codes.join('\r\n')}\r\n`;
  return (
    <>
      <PageTitle of={t('codesTitle')} />
      <Card title={t('codesTitle')} level={1}>
        <p className="mb-4">{t('codesIntro')}</p>
        <ol
          dir="ltr"
          className="mb-5 grid gap-x-8 gap-y-1 rounded-field bg-base-200 p-4 font-mono text-lg contrast:border sm:grid-cols-2 print:bg-transparent print:p-0"
        >
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <div className="mb-6 flex flex-wrap gap-3 print:hidden">
          <CopyAndPrint text={text} copy={t('copy')} copied={t('copied')} print={t('print')} />
          <a
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
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
      <Notice />
    </>
  );
}
