import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { SubmitButton } from '../../ui/form/submit-button';
import { percent } from '../../ui/percent';
import { inWords } from './position';
import { mostZoomOf, moved, type Picture, type Point, type Square, textOf, wholeOf, zoomed, zoomOf } from './square';
import { useGestures } from './use-gestures';

export type CropperTexts = Record<'area' | 'areaHint' | 'zoom' | 'position' | 'use', string>;

export type CropperProps = {
  file: File;
  picture: Picture;
  texts: CropperTexts;
  children: ReactNode;
};

const KEYS: Record<string, [right: number, down: number, factor: number]> = {
  ArrowLeft: [-0.05, 0, 1],
  ArrowRight: [0.05, 0, 1],
  ArrowUp: [0, -0.05, 1],
  ArrowDown: [0, 0.05, 1],
  '+': [0, 0, 1.1],
  '=': [0, 0, 1.1],
  '-': [0, 0, 1 / 1.1],
  _: [0, 0, 1 / 1.1],
};

export function Cropper({ file, picture, texts, children }: CropperProps) {
  const [square, setSquare] = useState(() => wholeOf(picture));
  const [announced, setAnnounced] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const hint = useId();
  const url = useObjectUrl(file);
  useEffect(() => frame.current?.focus(), []);

  /** Two fingers move one after the other before the next render: each continues from the other's result. */
  const change = (right: number, down: number, factor: number, at?: Point) =>
    setSquare((square) => {
      const shifted = moved(square, -right * square.side, -down * square.side, picture);
      return zoomed(shifted, factor, picture, at);
    });
  const press = (event: KeyboardEvent) => {
    const key = KEYS[event.key];
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    change(...key);
  };
  const gestures = useGestures(frame, ({ right, down, factor, at }) => change(right, down, factor, at));
  const zoom = zoomOf(square, picture);

  return (
    <div className="mt-6 flex flex-wrap items-start gap-5">
      <div
        ref={frame}
        role="application"
        aria-label={texts.area}
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys.
        tabIndex={0}
        dir="ltr"
        onKeyDown={press}
        onKeyUp={(event) => KEYS[event.key] && setAnnounced(inWords(texts.position, square, picture))}
        {...gestures}
        className="relative aspect-square w-64 max-w-full shrink-0 cursor-grab touch-none overflow-hidden rounded-box bg-base-300 active:cursor-grabbing"
      >
        {url && (
          <img src={url} alt="" draggable={false} className="absolute max-w-none" style={placeOf(picture, square)} />
        )}
        <span className="pointer-events-none absolute inset-0 forced-color-adjust-none rounded-full border-2 border-white shadow-[0_0_0_99rem_rgb(0_0_0/0.5)]" />
      </div>
      <div className="min-w-0 flex-1 basis-52">
        <div aria-hidden className="mb-4 flex items-end gap-4">
          {url && PREVIEWS.map((size) => <Preview key={size} size={size} url={url} style={placeOf(picture, square)} />)}
        </div>
        <label className="mb-3 block">
          {texts.zoom}
          <input
            type="range"
            min={1}
            max={mostZoomOf(picture)}
            step="any"
            value={zoom}
            aria-valuetext={percent(zoom)}
            onChange={(event) => change(0, 0, event.currentTarget.valueAsNumber / zoom)}
            className="range range-primary range-sm mt-1.5 block w-full"
          />
        </label>
        <p id={hint} className="text-muted text-sm pointer-coarse:hidden">
          {texts.areaHint}
        </p>
        <p aria-live="polite" className="sr-only">
          {announced}
        </p>
        <div className="mt-4 flex flex-wrap gap-3">
          <SubmitButton>{texts.use}</SubmitButton>
          {children}
        </div>
      </div>
      <input type="hidden" name="avatarSquare" value={textOf(square, picture)} />
    </div>
  );
}

/** In CSS pixels, as on the profile and in the header. */
const PREVIEWS = [96, 32];

type PreviewProps = { size: number; url: string; style: React.CSSProperties };

function Preview({ size, url, style }: PreviewProps) {
  return (
    <span className="relative overflow-hidden rounded-full bg-base-300" style={{ width: size, height: size }}>
      <img src={url} alt="" draggable={false} className="absolute max-w-none" style={style} />
    </span>
  );
}

function placeOf(picture: Picture, square: Square): React.CSSProperties {
  const share = (length: number) => `${(length / square.side) * 100}%`;
  return {
    width: share(picture.width),
    height: share(picture.height),
    left: share(-square.left),
    top: share(-square.top),
  };
}

function useObjectUrl(file: File): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
