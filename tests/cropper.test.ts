import { createElement } from 'react';
import { Cropper } from '../app/[locale]/avatar/cropper';
import { mostZoomOf, moved, textOf, wholeOf, zoomed, zoomOf } from '../app/[locale]/avatar/square';
import { useWindow } from './support/dom';

const WIDE = { width: 1200, height: 800 };

test('begins with the largest square in the middle', () => {
  expect(wholeOf(WIDE)).toEqual({ left: 200, top: 0, side: 800 });
  expect(wholeOf({ width: 300, height: 900 })).toEqual({ left: 0, top: 300, side: 300 });
  expect([zoomOf(wholeOf(WIDE), WIDE), mostZoomOf(WIDE)]).toEqual([1, 6.25]); // no fewer than 128 pixels
  expect([mostZoomOf({ width: 8000, height: 4000 }), mostZoomOf({ width: 90, height: 500 })]).toEqual([8, 1]);
});

test('moves no further than the edges of the picture', () => {
  const square = { left: 200, top: 100, side: 400 };
  expect(moved(square, 50, -30, WIDE)).toEqual({ left: 250, top: 70, side: 400 });
  expect(moved(square, -500, -500, WIDE)).toEqual({ left: 0, top: 0, side: 400 });
  expect(moved(square, 5000, 5000, WIDE)).toEqual({ left: 800, top: 400, side: 400 });
});

test('zooms at a point, which stays in place, between the whole picture and the closest look', () => {
  const square = { left: 200, top: 100, side: 400 };
  expect(zoomed(square, 2, WIDE)).toEqual({ left: 300, top: 200, side: 200 });
  expect(zoomed(square, 2, WIDE, { x: 0, y: 1 })).toEqual({ left: 200, top: 300, side: 200 });
  expect(zoomed(square, 100, WIDE).side).toBe(128);
  expect(zoomed(square, 0.01, WIDE)).toEqual({ left: 0, top: 0, side: 800 });
});

test('tells the server whole pixels inside the picture', () => {
  expect(textOf({ left: 0.4, top: 10.5, side: 99.6 }, { width: 200, height: 111 })).toBe('0,11,100');
  expect(textOf({ left: 100.5, top: 11.5, side: 99.5 }, { width: 200, height: 111 })).toBe('100,11,100');
});

describe('the cropper', () => {
  const page = useWindow();
  beforeAll(() => {
    Object.assign(URL, { createObjectURL: () => 'blob:picture', revokeObjectURL: () => {} });
  });

  const TEXTS = { area: 'Area', areaHint: 'Hint', zoom: 'Zoom', position: '{zoom}, {left}, {top}', use: 'Use' };

  async function shows(picture = WIDE) {
    const props = { file: new File([''], 'me.png'), picture, texts: TEXTS, children: 'Discard' };
    const { find } = await page().shows(createElement(Cropper, props));
    const area = find('[role=application]');
    const press = async (key: string, more = {}) => {
      const event = (type: string) =>
        new (page().window.KeyboardEvent)(type, { key, bubbles: true, cancelable: true, ...more });
      await page().acts(() => pressed.push(area.dispatchEvent(event('keydown'))));
      await page().acts(() => area.dispatchEvent(event('keyup')));
    };
    const pressed: boolean[] = [];
    return { find, area, press, pressed, square: () => find<HTMLInputElement>('[name=avatarSquare]').value };
  }

  test('has the focus, and shows and previews the part of the picture that will be saved', async () => {
    const { area, press, square } = await shows();
    expect(document.activeElement).toBe(area);
    for (let times = 0; times < 3; times++) await press('ArrowRight');
    await press('+');
    const [left = 0, top = 0, side = 0] = square().split(',').map(Number);
    expect([left, top, side]).toEqual([116, 36, 727]);
    const pictures = [...document.querySelectorAll('img')];
    expect(pictures).toHaveLength(3);
    for (const { style } of pictures) {
      const shares = [style.width, style.height, style.left, style.top].map(
        (length) => Number.parseFloat(length) / 100,
      );
      const expected = [1200 / side, 800 / side, -left / side, -top / side];
      for (const [n, share] of shares.entries()) expect(share).toBeCloseTo(expected[n] as number, 2);
    }
  });

  test('takes the keys that move and zoom, and leaves the browser its own', async () => {
    const { press, pressed, square } = await shows();
    for (const key of ['Tab', 'a', 'PageDown']) await press(key);
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) await press('+', { [modifier]: true });
    expect([pressed, square()]).toEqual([Array(6).fill(true), '200,0,800']);
    for (const key of ['+', '=', '-', '_', 'ArrowLeft', 'ArrowUp']) await press(key);
    expect(pressed.slice(6)).toEqual(Array(6).fill(false));
  });

  test('announces the position after a key, and nothing after one that does nothing', async () => {
    const { find, press } = await shows();
    const told = () => find('[aria-live]').textContent;
    await press('Shift');
    expect(told()).toBe('');
    await press('ArrowLeft');
    expect(told()).toBe('100%, 20%, 0%');
  });
});
