import { percent } from '../../ui/percent';
import { type Picture, type Square, zoomOf } from './square';

/** @param text has the placeholders `{zoom}`, `{left}` and `{top}` */
export function inWords(text: string, square: Square, picture: Picture): string {
  return text
    .replace('{zoom}', percent(zoomOf(square, picture)))
    .replace('{left}', percent(square.left / picture.width))
    .replace('{top}', percent(square.top / picture.height));
}
