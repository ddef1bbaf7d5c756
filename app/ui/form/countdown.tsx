import { useEffect, useState } from 'react';
import { useHydrated } from '../use-hydrated';

/** Hidden from screen readers, which have read the sentence beside it. */
export function Countdown({ refusal }: { refusal: { seconds?: number } }) {
  const { seconds = 0 } = refusal;
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = Date.now() + (refusal.seconds ?? 0) * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const ticking = setInterval(tick, 1000);
    return () => clearInterval(ticking);
  }, [refusal]);
  if (!useHydrated() || seconds === 0) return null;
  return (
    <span role="timer" aria-hidden dir="ltr" className="ms-auto font-mono tabular-nums">
      {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
    </span>
  );
}
