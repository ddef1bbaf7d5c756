import type { Session } from '../../../db/sessions';
import { securityOf } from '../../../lib/security';
import { currentLocale, translations } from '../../../lib/web/translations';
import { agoText } from '../../ui/ago';
import { Card } from '../../ui/card';
import { describeDevice } from '../../ui/device';
import { Icon } from '../../ui/svg-icon';

/** Security at a glance. Each row links to where it can be changed. */
export async function SecuritySection({ session }: { session: Session }) {
  const { isTwoFactorOn, hasApp, codes, lastLogin, ...security } = await securityOf(session);
  const t = translations();
  const home = `/${currentLocale()}`;
  const changed = { when: agoText(security.passwordChangedAt) };
  return (
    <Card id="security" title={t('security.title')} level={2}>
      <ul className="-my-3 divide-y divide-base-300">
        <Row to={`${home}/two-factor`} title={t('two-factor.title')} shape={isTwoFactorOn ? 'checked' : 'alert'}>
          {hasApp ? t('two-factor.stateOn') : isTwoFactorOn ? t('security.passkeyOn') : t('security.twoFactorOff')}
        </Row>
        <Row to="#password" title={t('password.title')} shape="lock">
          {security.isFirstPassword ? t('security.passwordUnchanged', changed) : t('security.passwordChanged', changed)}
        </Row>
        {codes && (
          <Row
            to={`${home}/two-factor/recovery-codes`}
            title={t('two-factor.renewTitle')}
            shape={codes.areFew || codes.areUnsaved ? 'alert' : 'checked'}
          >
            {t('two-factor.codesLeft', { left: codes.left })}
            {codes.areUnsaved && <Line>{t('security.codesUnsaved')}</Line>}
            {codes.areFew && <Line>{t('two-factor.codesFew')}</Line>}
          </Row>
        )}
        <Row to={`${home}/sessions`} title={t('sessions.title')} shape="monitor">
          {t('security.sessions', { sessions: security.sessions })}
          {lastLogin && (
            <Line>
              {t('security.lastLogin', { device: describeDevice(lastLogin.userAgent), when: agoText(lastLogin.at) })}
            </Line>
          )}
        </Row>
      </ul>
    </Card>
  );
}

/** One sentence a line: some languages have no space between sentences. */
function Line({ children }: { children: string }) {
  return <span className="block">{children}</span>;
}

const COLOURS = { checked: 'text-success', alert: 'text-warning', lock: 'text-muted', monitor: 'text-muted' };

type Props = { to: string; title: string; shape: keyof typeof COLOURS; children: React.ReactNode };

function Row({ to, title, shape, children }: Props) {
  return (
    <li>
      <a href={to} className="group flex items-center gap-3 py-3 after:text-muted after:text-xl after:content-['›'/'']">
        <Icon shape={shape} className={`size-5 ${COLOURS[shape]}`} />
        <span className="min-w-0 flex-1">
          <span className="block text-balance font-medium group-hover:underline">{title}</span>
          <span className="block text-muted text-sm">{children}</span>
        </span>
      </a>
    </li>
  );
}
