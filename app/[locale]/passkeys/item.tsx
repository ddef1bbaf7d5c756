import type { Passkey } from '../../../db/passkeys';
import { translations } from '../../../lib/web/translations';
import { Ago } from '../../ui/ago';
import { ActionForm } from '../../ui/form/action-form';
import { Field } from '../../ui/form/field';
import { PlainForm } from '../../ui/form/plain-form';
import { Instant } from '../../ui/instant';
import { submitRemove, submitRename } from './actions';
import { RenameDisclosure } from './rename';

export function PasskeyItem({ passkey, zone }: { passkey: Passkey; zone: string }) {
  const t = translations('passkeys');
  const { id, name, createdAt, lastUsedAt, isSynced } = passkey;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-4">
      <div className="min-w-0 flex-1 basis-44">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <bdi className="min-w-0 [overflow-wrap:anywhere]">{name}</bdi>
          <span className="badge badge-soft">{isSynced ? t('synced') : t('notSynced')}</span>
        </p>
        <dl className="mt-1 text-muted text-sm [&>div]:flex [&>div]:flex-wrap [&>div]:gap-x-2 [&_dt]:shrink-0">
          <div>
            <dt>{t('added')}</dt>
            <dd>
              <Instant at={createdAt} zone={zone} />
            </dd>
          </div>
          <div>
            <dt>{t('lastUsed')}</dt>
            <dd>{lastUsedAt === null ? t('neverUsed') : <Ago at={lastUsedAt} />}</dd>
          </div>
        </dl>
      </div>
      <PlainForm id="passkey-remove" action={submitRemove}>
        <input type="hidden" name="passkey" value={id} />
        <button type="submit" aria-label={t('removeNamed', { name })} className="btn btn-sm">
          {t('remove')}
        </button>
      </PlainForm>
      <div className="w-full">
        <ActionForm key={name} id="passkey-rename" action={submitRename.bind(null, name)}>
          <input type="hidden" name="passkey" value={id} />
          <RenameDisclosure text={t('rename')} name={t('renameNamed', { name })}>
            <Field name="name" label={t('name')} defaultValue={name} required />
            <button type="submit" aria-label={t('renameNamed', { name })} className="btn">
              {t('rename')}
            </button>
          </RenameDisclosure>
        </ActionForm>
      </div>
    </li>
  );
}
