import { AVATAR_SIZES } from '../../lib/avatar-sizes';

const FRAMES = { 32: 'outline-1 outline-offset-2', 48: '', 96: '' };

type Props = {
  /** Its `avatarPath`. */
  path: string;
  /** In CSS pixels. */
  size: keyof typeof FRAMES;
  /** The size whose file is loaded. */
  fileOf?: keyof typeof FRAMES;
};

/** The alt text is empty because the name is beside it. */
export function Avatar({ path, size, fileOf = size }: Props) {
  return (
    <img
      src={`${path}?size=${fileOf === 32 ? 64 : 192}`}
      srcSet={AVATAR_SIZES.map((width) => `${path}?size=${width} ${width}w`).join(', ')}
      sizes={`${fileOf}px`}
      width={size}
      height={size}
      alt=""
      fetchPriority="low" // else React preloads one size and the browser shows another
      className={`shrink-0 rounded-full bg-base-300 outline-primary ${FRAMES[size]}`}
    />
  );
}
