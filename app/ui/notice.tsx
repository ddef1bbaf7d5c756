import { currentNotice, isRefusal } from '../../lib/web/notice';
import { CLEAR_NOTICE_COOKIE } from '../../lib/web/notice-cookie';
import { translations } from '../../lib/web/translations';
import { NoticeBox } from './notice-box';
import { Icon } from './svg-icon';

/**
 * Says, once, what came of the request that led here: the change that it made, or why it made none. It stays in sight
 * of whoever had scrolled down to the form that was sent.
 */
export async function Notice() {
  const notice = await currentNotice();
  if (!notice) return null;
  const t = translations();
  const [shape, role, look] = isRefusal(notice)
    ? (['alert', 'alert', 'border-error text-error'] as const)
    : (['checked', 'status', 'border-success text-success'] as const);
  return (
    <NoticeBox role={role} look={look} cookie={CLEAR_NOTICE_COOKIE} dismiss={t('shell.dismiss')}>
      <Icon shape={shape} />
      <p className="text-base text-base-content">{t(notice)}</p>
    </NoticeBox>
  );
}
