import type { Session } from '../../../db/sessions';
import { securityOf } from '../../../lib/security';
import { currentLocale, translations } from '../../../lib/web/translations';
import { agoText } from '../../ui/ago';
import { Card } from '../../ui/card';
import { describeDevice } from '../../ui/device';
import { type SecurityRow, SecurityRows } from './rows';

/** Security at a glance. Each row links to where it can be changed. */
export async function SecuritySection({ session }: { session: Session }) {
  const { isTwoFactorOn, hasApp, codes, lastLogin, ...security } = await securityOf(session);
  const t = translations();
  const home = `/${currentLocale()}`;
  const changed = { when: agoText(security.passwordChangedAt) };
  const rows: SecurityRow[] = [
    {
      to: `${home}/two-factor`,
      title: t('two-factor.title'),
      shape: isTwoFactorOn ? 'checked' : 'alert',
      lines: [hasApp ? t('two-factor.stateOn') : isTwoFactorOn ? t('security.passkeyOn') : t('security.twoFactorOff')],
    },
    {
      to: '#password',
      title: t('password.title'),
      shape: 'lock',
      lines: [
        security.isFirstPassword ? t('security.passwordUnchanged', changed) : t('security.passwordChanged', changed),
      ],
    },
  ];
  if (codes) {
    const lines = [t('two-factor.codesLeft', { left: codes.left })];
    if (codes.areUnsaved) lines.push(t('security.codesUnsaved'));
    if (codes.areFew) lines.push(t('two-factor.codesFew'));
    const shape = codes.areFew || codes.areUnsaved ? 'alert' : 'checked';
    rows.push({ to: `${home}/two-factor/recovery-codes`, title: t('two-factor.renewTitle'), shape, lines });
  }
  const lines = [t('security.sessions', { sessions: security.sessions })];
  if (lastLogin) {
    const login = { device: describeDevice(lastLogin.userAgent), when: agoText(lastLogin.at) };
    lines.push(t('security.lastLogin', login));
  }
  rows.push({ to: `${home}/sessions`, title: t('sessions.title'), shape: 'monitor', lines });
  return (
    <Card id="security" title={t('security.title')} level={2}>
      <SecurityRows rows={rows} />
    </Card>
  );
}
