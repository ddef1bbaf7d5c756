/** In pixels, with the EXIF orientation applied. */
export type Picture = { width: number; height: number };

/** The part of a picture that becomes the avatar, in the picture's pixels. */
export type Square = { left: number; top: number; side: number };

/** A point in the square, as fractions of its side. */
export type Point = { x: number; y: number };

const MOST_ZOOM = 8;
const LEAST_SIDE = 128;

const shorter = ({ width, height }: Picture) => Math.min(width, height);
const leastSide = (picture: Picture) => Math.min(shorter(picture), Math.max(shorter(picture) / MOST_ZOOM, LEAST_SIDE));

export function wholeOf(picture: Picture): Square {
  const side = shorter(picture);
  return { left: (picture.width - side) / 2, top: (picture.height - side) / 2, side };
}

export const zoomOf = ({ side }: Square, picture: Picture) => shorter(picture) / side;

export const mostZoomOf = (picture: Picture) => shorter(picture) / leastSide(picture);

export function moved(square: Square, right: number, down: number, picture: Picture): Square {
  return within({ ...square, left: square.left + right, top: square.top + down }, picture);
}

/** @param at the point that stays in place */
export function zoomed(square: Square, factor: number, picture: Picture, at: Point = { x: 0.5, y: 0.5 }): Square {
  const side = clamp(square.side / factor, leastSide(picture), shorter(picture));
  const less = square.side - side;
  return within({ left: square.left + less * at.x, top: square.top + less * at.y, side }, picture);
}

function within({ left, top, side }: Square, { width, height }: Picture): Square {
  return { left: clamp(left, 0, width - side), top: clamp(top, 0, height - side), side };
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

/** The form's value, "left,top,side", in whole pixels. */
export function textOf(square: Square, picture: Picture): string {
  const side = Math.round(square.side);
  const { left, top } = within({ left: Math.round(square.left), top: Math.round(square.top), side }, picture);
  return [left, top, side].join();
}
