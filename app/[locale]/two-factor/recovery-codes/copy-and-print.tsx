'use client';

import { CopyButton } from '../../../ui/copy-button';
import { useHydrated } from '../../../ui/use-hydrated';

type Props = React.ComponentProps<typeof CopyButton> & { print: string };

/** The buttons that need JavaScript. Without it the codes can be selected, and the browser has its own Print. */
export function CopyAndPrint({ print, ...copying }: Props) {
  if (!useHydrated()) return null;
  return (
    <>
      <CopyButton {...copying} />
      <button type="button" className="btn" onClick={() => window.print()}>
        {print}
      </button>
    </>
  );
}
