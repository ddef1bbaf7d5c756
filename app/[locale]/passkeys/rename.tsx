'use client';

import { useForm } from '../../ui/form/action-form';
import { Icon } from '../../ui/svg-icon';

type Props = { text: string; name: string; children: React.ReactNode };

/** Open once refused, because without JavaScript the refusal comes in a new page. */
export function RenameDisclosure({ text, name, children }: Props) {
  const { refusal } = useForm();
  return (
    <details open={refusal !== null} className="mt-1">
      <summary aria-label={name} className="btn btn-ghost btn-sm -ms-3">
        {text}
        <Icon shape="down" className="size-4 in-open:rotate-180" />
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  );
}
