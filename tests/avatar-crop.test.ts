import { inWords } from '../app/[locale]/avatar/position';
import { mostZoomOf, moved, textOf, wholeOf, zoomed, zoomOf } from '../app/[locale]/avatar/square';
import { announcement } from '../app/ui/form/upload-view';

const WIDE = { width: 1600, height: 900 };

/** Percentages are written in the language of the page. */
beforeAll(() => Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } }));
afterAll(() => Reflect.deleteProperty(globalThis, 'document'));

test('a crop begins as the largest square in the middle', () => {
  expect(wholeOf(WIDE)).toEqual({ left: 350, top: 0, side: 900 });
  expect(wholeOf({ width: 900, height: 1600 })).toEqual({ left: 0, top: 350, side: 900 });
});

test('a crop stays inside the picture', () => {
  const square = zoomed(wholeOf(WIDE), 2, WIDE);
  expect(moved(square, -5000, -5000, WIDE)).toMatchObject({ left: 0, top: 0 });
  expect(moved(square, 5000, 5000, WIDE)).toMatchObject({ left: 1150, top: 450 });
  expect(zoomed(moved(square, 5000, 5000, WIDE), 1 / 9, WIDE)).toEqual({ left: 700, top: 0, side: 900 });
});

test('zooming keeps a point in place, the middle unless another is given', () => {
  expect(zoomed(wholeOf(WIDE), 2, WIDE)).toEqual({ left: 575, top: 225, side: 450 });
  expect(zoomed(wholeOf(WIDE), 2, WIDE, { x: 0, y: 0 })).toEqual({ left: 350, top: 0, side: 450 });
  expect(zoomed(wholeOf(WIDE), 2, WIDE, { x: 1, y: 1 })).toEqual({ left: 800, top: 450, side: 450 });
});

test.each([
  [{ width: 4000, height: 3000 }, 8],
  [WIDE, 900 / 128],
  [{ width: 100, height: 60 }, 1],
])('a picture of %j can be zoomed %d times, so that the avatar has enough pixels', (picture, most) => {
  expect(mostZoomOf(picture)).toBe(most);
  expect(zoomOf(zoomed(wholeOf(picture), 1000, picture), picture)).toBe(most);
});

test('the form gets whole pixels, none outside the picture', () => {
  expect(textOf({ left: 0.4, top: 0.6, side: 99.5 }, { width: 100, height: 101 })).toBe('0,1,100');
  expect(textOf({ left: 1.6, top: 0, side: 98.5 }, { width: 100, height: 100 })).toBe('1,0,99');
});

test('the position is announced in percent of the picture', () => {
  const text = '{zoom}, {left} from the left, {top} from the top';
  expect(inWords(text, { left: 400, top: 90, side: 450 }, WIDE)).toBe('200%, 25% from the left, 10% from the top');
});

test('an upload is announced at each quarter, and not at its ends', () => {
  const texts = { progress: '{share} sent', sent: 'Sent' } as Parameters<typeof announcement>[1];
  const announced = [0, 0.24, 0.25, 0.49, 0.5, 0.76, 1].map((share) => announcement(share, texts));
  expect(announced).toEqual(['', '', '25% sent', '25% sent', '50% sent', '75% sent', '']);
});
