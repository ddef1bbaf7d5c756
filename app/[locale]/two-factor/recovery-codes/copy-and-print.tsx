'use client';

import { CopyButton } from '../../../ui/copy-button';
import { useHydrated } from '../../../ui/use-hydrated';

type Props = React.ComponentProps<typeof CopyButton> & { print: string };

/** Buttons that need JavaScript. Without it, people select the codes and use the browser's own Print. */
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
