import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useGestures } from './gestures';
import { useAddress, useHeldForm } from './picked-file';
import { inWords, percent } from './position';
import { shrink } from './shrink';
import { mostZoomOf, moved, type Picture, type Point, type Square, textOf, wholeOf, zoomed, zoomOf } from './square';

export type CropperTexts = { area: string; areaHint: string; zoom: string; position: string };

type Props = {
  file: File;
  maxBytes: number;
  maxPixels: number;
  texts: CropperTexts;
  /** A smaller picture was made of one that is over the limits. */
  onShrunk: (file: File) => void;
  /** The browser cannot show it, or cannot make it small enough. */
  onUnfit: () => void;
  children: ReactNode;
};

/** What a key does: moves the picture by shares of the square's side, or zooms. */
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

/** A picture under a round window; its square is chosen by dragging, pinching, the wheel, a slider or keys. */
export default function Cropper({ file, maxBytes, maxPixels, texts, onShrunk, onUnfit, children }: Props) {
  const [chosen, setChosen] = useState<{ picture: Picture; square: Square }>();
  const [said, setSaid] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const hint = useId();
  const address = useAddress(file);
  useHeldForm(frame, file.size > maxBytes);

  const load = (image: HTMLImageElement) => {
    const picture = { width: image.naturalWidth, height: image.naturalHeight };
    if (file.size > maxBytes || picture.width * picture.height > maxPixels)
      return shrink(image, maxBytes).then(onShrunk, onUnfit);
    setChosen({ picture, square: wholeOf(picture) });
    frame.current?.focus();
  };
  /** Two fingers move one after the other, with nothing drawn in between: each goes on from where the other left it. */
  const change = (right: number, down: number, factor: number, at?: Point) =>
    setChosen((chosen) => {
      if (!chosen) return chosen;
      const { picture, square } = chosen;
      const shifted = moved(square, -right * square.side, -down * square.side, picture);
      return { picture, square: zoomed(shifted, factor, picture, at) };
    });
  const press = (event: KeyboardEvent) => {
    const key = KEYS[event.key];
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    change(...key);
  };
  const gestures = useGestures(frame, ({ right, down, factor, at }) => change(right, down, factor, at));
  const zoom = chosen ? zoomOf(chosen.square, chosen.picture) : 1;

  return (
    <div className="flex w-full flex-wrap items-center gap-5">
      <div
        ref={frame}
        role="application"
        aria-label={texts.area}
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys.
        tabIndex={0}
        dir="ltr"
        onKeyDown={press}
        onKeyUp={(event) =>
          chosen && KEYS[event.key] && setSaid(inWords(texts.position, chosen.square, chosen.picture))
        }
        {...gestures}
        className="relative aspect-square w-64 max-w-full shrink-0 cursor-grab touch-none overflow-hidden rounded-box bg-base-300 active:cursor-grabbing"
      >
        {address && (
          <img
            src={address}
            alt=""
            draggable={false}
            onLoad={(event) => load(event.currentTarget)}
            onError={onUnfit}
            className="absolute max-w-none"
            style={chosen ? placeOf(chosen) : { visibility: 'hidden' }}
          />
        )}
        <span className="pointer-events-none absolute inset-0 rounded-full shadow-[0_0_0_99rem_rgb(0_0_0/0.5)]" />
      </div>
      <div className="min-w-0 flex-1 basis-52">
        <label className="mb-3 block">
          {texts.zoom}
          <input
            type="range"
            min={1}
            max={chosen ? mostZoomOf(chosen.picture) : 1}
            step="any"
            value={zoom}
            aria-valuetext={percent(zoom)}
            onChange={(event) => change(0, 0, event.currentTarget.valueAsNumber / zoom)}
            className="range range-primary range-sm mt-1.5 block w-full"
          />
        </label>
        <p id={hint} className="text-muted text-sm">
          {texts.areaHint}
        </p>
        <p aria-live="polite" className="sr-only">
          {said}
        </p>
        {children}
      </div>
      {chosen && <input type="hidden" name="avatarSquare" value={textOf(chosen.square, chosen.picture)} />}
    </div>
  );
}

/** Where the whole picture stands when the square fills the frame. */
function placeOf({ picture, square }: { picture: Picture; square: Square }): React.CSSProperties {
  const share = (length: number) => `${(length / square.side) * 100}%`;
  return {
    width: share(picture.width),
    height: share(picture.height),
    left: share(-square.left),
    top: share(-square.top),
  };
}
