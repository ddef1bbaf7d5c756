import { translations } from '../../../lib/web/translations';
import { CopyButton } from '../../ui/copy-button';
import { ActionForm } from '../../ui/form/action-form';
import { CodeField } from '../../ui/form/code-field';
import { PlainForm } from '../../ui/form/plain-form';
import { SubmitButton } from '../../ui/form/submit-button';
import { submitCancel, submitConfirm } from './actions';

type Props = { groups: string[]; uri: string; picture: string };

/** On a touch screen the app is probably on the same device: its button comes first, and the QR code when asked for. */
export function PendingSteps({ groups, uri, picture }: Props) {
  const t = translations('two-factor');
  return (
    <>
      <ol className="space-y-6">
        <Step number={1} title={t('install')}>
          <p className="text-muted text-sm">{t('installHint')}</p>
        </Step>
        <Step number={2} title={t('scan')} titleOnTouch={t('add')}>
          <a
            href={uri}
            className="btn btn-primary btn-outline btn-lg wrap-anywhere mb-3 hidden w-full pointer-coarse:flex"
          >
            {t('openApp')}
          </a>
          <label className="btn peer mb-3 hidden w-full flex-wrap has-focus-visible:outline-2 pointer-coarse:flex">
            <input type="checkbox" autoComplete="off" className="checkbox checkbox-sm" />
            {t('showPicture')}
          </label>
          <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
            <img
              src={picture}
              alt={t('picture')}
              width={220}
              height={220}
              className="rounded-box border border-base-300 bg-white pointer-coarse:hidden pointer-coarse:in-[:has(>.peer_:checked)]:block"
            />
            <div className="min-w-0 flex-1 basis-52">
              <p className="mb-1">{t('typeSecret')}</p>
              <p className="mb-2">
                <code dir="ltr" className="select-all break-words font-mono text-lg">
                  {groups.join(' ')}
                </code>
              </p>
              <CopyButton text={groups.join('')} copy={t('copyKey')} copied={t('copied')} failed={t('copyKeyFailed')} />
              <p className="mt-3 pointer-coarse:hidden">
                <a href={uri} className="link">
                  {t('openApp')}
                </a>
              </p>
            </div>
          </div>
        </Step>
        <Step number={3} title={t('type')}>
          <ActionForm id="two-factor-confirm" action={submitConfirm}>
            <CodeField
              name="code"
              label={t('code')}
              hint={t('confirmHint')}
              sends={t('codeSends')}
              kind="digits"
              focusesInView
            />
            <div className="flex flex-wrap gap-3">
              <SubmitButton>{t('confirm')}</SubmitButton>
              <button type="submit" form="two-factor-cancel" className="btn">
                {t('cancel')}
              </button>
            </div>
          </ActionForm>
        </Step>
      </ol>
      <PlainForm id="two-factor-cancel" action={submitCancel} className="has-[[role=alert]]:mt-6" />
    </>
  );
}

type StepProps = { number: number; title: string; titleOnTouch?: string; children: React.ReactNode };

function Step({ number, title, titleOnTouch, children }: StepProps) {
  return (
    <li className="flex gap-2 sm:gap-4">
      <span className="flex size-7 shrink-0 items-center justify-center rounded-full bg-base-200 font-semibold text-sm contrast:border forced-colors:border">
        {number}
      </span>
      <div className="min-w-0 flex-1">
        <p className={`mb-2 font-medium ${titleOnTouch ? 'pointer-coarse:hidden' : ''}`}>{title}</p>
        {titleOnTouch && <p className="mb-2 hidden font-medium pointer-coarse:block">{titleOnTouch}</p>}
        {children}
      </div>
    </li>
  );
}
