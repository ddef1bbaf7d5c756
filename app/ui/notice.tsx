import { CircleAlert, CircleCheck } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { currentNotice, isRefusal } from '../../lib/web/notice';
import { NOTICE_TAKEN } from '../../lib/web/notice-cookie';
import { NoticeShown } from './notice-shown';

/**
 * Says, once, what came of the request that led here: the change that it made, or why it made none. It stays in sight
 * of whoever had scrolled down to the form that was sent.
 */
export async function Notice() {
  const notice = await currentNotice();
  if (!notice) return null;
  const t = await getTranslations();
  const Icon = isRefusal(notice) ? CircleAlert : CircleCheck;
  return (
    <div
      role={isRefusal(notice) ? 'alert' : 'status'}
      className={`alert sticky top-3 z-10 mb-6 shadow-md ${isRefusal(notice) ? 'text-error' : 'text-success'}`}
    >
      <Icon aria-hidden className="size-5" />
      <p className="text-base text-base-content">{t(notice)}</p>
      <NoticeShown cookie={NOTICE_TAKEN} />
    </div>
  );
}
