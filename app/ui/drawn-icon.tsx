/**
 * The few icons that a browser draws by itself, in the shapes of lucide (ISC licence), whose own code weighs more than
 * all of them. What the server draws comes from lucide-react.
 */
const SHAPES = {
  alert: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20M12 8v4M12 16h.01',
  check: 'M20 6 9 17l-5-5',
  circle: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20',
  close: 'M18 6 6 18M6 6l12 12',
  eye: 'M2.1 12.3a1 1 0 0 1 0-.7 10.8 10.8 0 0 1 19.8 0 1 1 0 0 1 0 .7 10.8 10.8 0 0 1-19.8 0M12 9a3 3 0 1 1 0 6a3 3 0 1 1 0-6',
  eyeOff:
    'M10.7 5.1a10.7 10.7 0 0 1 11.2 6.5 1 1 0 0 1 0 .7 10.7 10.7 0 0 1-1.4 2.5M14.1 14.2a3 3 0 0 1-4.3-4.3M17.5 17.5a10.8 10.8 0 0 1-15.4-5.2 1 1 0 0 1 0-.7 10.8 10.8 0 0 1 4.4-5.1M2 2l20 20',
};

/** Decoration: whoever does not see it reads the words beside it. */
export function Icon({ shape, className = 'size-5' }: { shape: keyof typeof SHAPES; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      className={`${className} shrink-0 fill-none stroke-2 stroke-current`}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={SHAPES[shape]} />
    </svg>
  );
}
