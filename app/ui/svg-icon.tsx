'use client'; // the server would send every shape twice: in the HTML and for React

const EYE =
  'M2.1 12.3a1 1 0 0 1 0-.7 10.8 10.8 0 0 1 19.8 0 1 1 0 0 1 0 .7 10.8 10.8 0 0 1-19.8 0M12 9a3 3 0 1 1 0 6a3 3 0 1 1 0-6';

/** Shapes of lucide (ISC licence). Its React components took a tenth of the profile page's processor time. */
export const SHAPES = {
  lock: 'M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2M7 11V7a5 5 0 0 1 10 0v4',
  contrast: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20M12 18a6 6 0 0 0 0-12v12z',
  monitor: 'M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2M8 21h8M12 17v4',
  phone: 'M7 2h10a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2M12 18h.01',
  moon: 'M21 12.8A9 9 0 1 1 11.2 3a7 7 0 0 0 9.8 9.8z',
  sun: 'M12 8a4 4 0 1 1 0 8a4 4 0 1 1 0-8M12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M6.3 17.7l-1.4 1.4M19.1 4.9l-1.4 1.4',
  down: 'm6 9 6 6 6-6',
  languages: 'm5 8 6 6M4 14l6-6 2-3M2 5h12M7 2h1M22 22l-5-10-5 10M14 18h6',
  out: 'm16 17 5-5-5-5M21 12H9M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4',
  settings: 'M20 7h-9M14 17H5M17 14a3 3 0 1 1 0 6a3 3 0 1 1 0-6M7 4a3 3 0 1 1 0 6a3 3 0 1 1 0-6',

  alert: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20M12 8v4M12 16h.01',
  checked: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20M16 9l-5.5 5.5L8 12',
  check: 'M20 6 9 17l-5-5',
  circle: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20',
  dot: 'M12 10.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 1 1 0-3',
  close: 'M18 6 6 18M6 6l12 12',
  eye: EYE,
  eyeOff: `${EYE}M2 2l20 20`,
};

/** Hidden from screen readers: the text beside it says the same. */
export function Icon({ shape, className = 'size-5' }: { shape: keyof typeof SHAPES; className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" className={`icon ${className}`}>
      <path d={SHAPES[shape]} />
    </svg>
  );
}
