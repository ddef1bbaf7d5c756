import type { User } from '../../../db/users';
import { twoFactorState } from '../../../lib/two-factor';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { Switch } from './switch';

export function TwoFactorSection({ user }: { user: User }) {
  const t = translations('two-factor');
  const state = twoFactorState(user);
  const words = { off: t('stateOff'), pending: t('statePending'), on: t('stateOn') };
  return (
    <Card id="two-factor" title={t('title')} level={2}>
      <Switch href={`/${currentLocale()}/two-factor`} label={t('switch')} state={words[state]} isOn={state === 'on'} />
    </Card>
  );
}
