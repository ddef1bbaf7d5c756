import { currentNotice, isRefusal } from '../../lib/web/notice';
import { NOTICE_TAKEN } from '../../lib/web/notice-cookie';
import { texts } from '../../lib/web/texts';
import { Icon } from './drawn-icon';
import { NoticeBox } from './notice-box';

/**
 * Says, once, what came of the request that led here: the change that it made, or why it made none. It stays in sight
 * of whoever had scrolled down to the form that was sent.
 */
export async function Notice() {
  const notice = await currentNotice();
  if (!notice) return null;
  const t = texts();
  const [shape, role, look] = isRefusal(notice)
    ? (['alert', 'alert', 'border-error text-error'] as const)
    : (['checked', 'status', 'border-success text-success'] as const);
  return (
    <NoticeBox role={role} look={look} cookie={NOTICE_TAKEN} dismiss={t('shell.dismiss')}>
      <Icon shape={shape} />
      <p className="text-base text-base-content">{t(notice)}</p>
    </NoticeBox>
  );
}
