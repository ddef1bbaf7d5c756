import { getTranslations } from 'next-intl/server';
import { currentNotice } from '../../lib/web/notice';
import { NOTICE_TAKEN } from '../../lib/web/notice-cookie';
import { NoticeShown } from './notice-shown';

/** Confirms the change that led here, once. */
export async function Notice() {
  const notice = await currentNotice();
  if (!notice) return null;
  const t = await getTranslations();
  return (
    <p role="status" className="alert alert-success alert-soft mb-6">
      {t(notice)}
      <NoticeShown cookie={NOTICE_TAKEN} />
    </p>
  );
}
