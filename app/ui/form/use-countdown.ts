import { useEffect, useState } from 'react';
import type { FormState } from '../../../lib/web/form';

/** The seconds until a form that was refused for a while can be sent again. */
export function useCountdown(refusal: FormState): number {
  const wait = refusal?.seconds ?? 0;
  const [counted, setCounted] = useState({ refusal, left: wait });
  useEffect(() => {
    if (wait === 0) return;
    const end = Date.now() + wait * 1000;
    const ticking = setInterval(() => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      setCounted({ refusal, left });
      if (left === 0) clearInterval(ticking);
    }, 1000);
    return () => clearInterval(ticking);
  }, [refusal, wait]);
  return counted.refusal === refusal ? counted.left : wait;
}
