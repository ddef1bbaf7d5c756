import { currentNotice, isAtBottom, isRefusal } from '../../lib/web/notice';
import { CLEAR_NOTICE_COOKIE } from '../../lib/web/notice-cookie';
import { requestContext } from '../../lib/web/request-context';
import { translations } from '../../lib/web/translations';
import { NoticeBox } from './notice-box';
import { Icon } from './svg-icon';

/** Below the header's menus. In a low window (400 % zoom) a notice takes little room. */
const BOX =
  'alert z-10 bg-base-100 shadow-lg has-checked:hidden [@media(max-height:25rem)]:px-3 [@media(max-height:25rem)]:py-1';

const PLACES = {
  top: 'sticky top-3 mb-6 [@media(max-height:25rem)_and_(scripting:none)]:static',
  bottom: 'fixed inset-x-4 bottom-4 mx-auto max-w-2xl print:hidden',
};

export async function Notice({ at = 'top' }: { at?: 'top' | 'bottom' }) {
  const notice = await currentNotice();
  if (!notice || isAtBottom(notice) !== (at === 'bottom')) return null;
  const t = translations();
  const [shape, role, look] = isRefusal(notice)
    ? (['alert', 'alert', 'border-error text-error'] as const)
    : (['checked', 'status', 'border-success text-success'] as const);
  return (
    <NoticeBox
      key={requestContext()?.reference} // a box for each notice: one that was hidden stays hidden
      role={role}
      at={at}
      className={`${BOX} ${PLACES[at]} ${look}`}
      cookie={CLEAR_NOTICE_COOKIE}
      dismiss={t('shell.dismiss')}
    >
      <Icon shape={shape} className="size-5 [@media(max-height:25rem)]:hidden" />
      <p className="text-base text-base-content [@media(max-height:25rem)]:text-sm [@media(max-height:25rem)]:leading-tight">
        {t(notice)}
      </p>
    </NoticeBox>
  );
}
