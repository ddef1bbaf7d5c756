import { getTranslations } from 'next-intl/server';
import { currentNotice, isRefusal } from '../../lib/web/notice';
import { NOTICE_TAKEN } from '../../lib/web/notice-cookie';
import { NoticeShown } from './notice-shown';

/** Says, once, what came of the request that led here: the change that it made, or why it made none. */
export async function Notice() {
  const notice = await currentNotice();
  if (!notice) return null;
  const t = await getTranslations();
  return (
    <p
      role={isRefusal(notice) ? 'alert' : 'status'}
      className={`alert alert-soft mb-6 ${isRefusal(notice) ? 'alert-error' : 'alert-success'}`}
    >
      {t(notice)}
      <NoticeShown cookie={NOTICE_TAKEN} />
    </p>
  );
}
