import { type RefObject, useEffect, useRef } from 'react';
import type { Point } from './square';

/** Lengths and places are fractions of the frame. */
export type Gesture = { right: number; down: number; factor: number; at: Point };

export function useGestures(frame: RefObject<HTMLElement | null>, onGesture: (gesture: Gesture) => void) {
  const pointers = useRef(new Map<number, Point>());
  const latest = useRef(onGesture);
  useEffect(() => {
    latest.current = onGesture;
  });

  // React's wheel listener is passive and can't keep the page from scrolling.
  useEffect(() => {
    const element = frame.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      latest.current({ right: 0, down: 0, factor: 2 ** (-event.deltaY / 400), at: shareOf(event, element) });
    };
    element?.addEventListener('wheel', turn, { passive: false });
    return () => element?.removeEventListener('wheel', turn);
  }, [frame]);

  const press = (event: React.PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, shareOf(event, event.currentTarget));
  };
  const move = (event: React.PointerEvent<HTMLElement>) => {
    if (!pointers.current.has(event.pointerId)) return;
    const before = summary(pointers.current);
    pointers.current.set(event.pointerId, shareOf(event, event.currentTarget));
    const after = summary(pointers.current);
    const factor = before.spread > 0 ? after.spread / before.spread : 1;
    onGesture({ right: after.x - before.x, down: after.y - before.y, factor, at: after });
  };
  const release = (event: React.PointerEvent<HTMLElement>) => pointers.current.delete(event.pointerId);
  return { onPointerDown: press, onPointerMove: move, onPointerUp: release, onPointerCancel: release };
}

function shareOf({ clientX, clientY }: { clientX: number; clientY: number }, element: Element | null): Point {
  const { left = 0, top = 0, width = 1, height = 1 } = element?.getBoundingClientRect() ?? {};
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

/** The centre of the pointers, and the distance between the first two; 0 if there is only one. */
function summary(pointers: Map<number, Point>): Point & { spread: number } {
  const points = [...pointers.values()].slice(0, 2);
  const [one = { x: 0, y: 0 }, other = one] = points;
  return {
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
    spread: Math.hypot(one.x - other.x, one.y - other.y),
  };
}
