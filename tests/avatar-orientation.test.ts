import { bytesOf, quarters, quartersOf, upload } from './support/avatars';
import { useDatabase } from './support/database';
import { createPerson } from './support/people';

useDatabase();

/** How a picture stored as red, lime, blue, white is shown: Exif 3.0, section 4.6.5.1.6, tag 0x0112. */
const UPRIGHT: [number, string[]][] = [
  [1, ['red', 'lime', 'blue', 'white']],
  [2, ['lime', 'red', 'white', 'blue']],
  [3, ['white', 'blue', 'lime', 'red']],
  [4, ['blue', 'white', 'red', 'lime']],
  [5, ['red', 'blue', 'lime', 'white']],
  [6, ['blue', 'red', 'white', 'lime']],
  [7, ['white', 'lime', 'blue', 'red']],
  [8, ['lime', 'white', 'red', 'blue']],
];

describe.each(UPRIGHT)('EXIF orientation %i', (orientation, expected) => {
  test.each(['jpeg', 'png', 'webp'] as const)('is applied to a %s', async (format) => {
    const alice = await createPerson('alice');
    await upload(alice, (await quarters(400, 400)).withMetadata({ orientation }).toFormat(format));
    expect(await quartersOf(alice)).toEqual(expected);
  });

  test.each([
    ['smaller than', 300, 200],
    ['larger than', 2400, 1600],
  ])('is applied before the chosen square is cropped, which is %s the avatar', async (_, width, height) => {
    const alice = await createPerson('alice');
    const file = await bytesOf((await quarters(width, height)).withMetadata({ orientation }).jpeg());
    const upright = orientation < 5 ? { width, height } : { width: height, height: width };
    const side = height / 2 - 2;
    const square = `${upright.width - side},0,${side}`;
    await upload(alice, file, square);
    expect(await quartersOf(alice)).toEqual(Array(4).fill(expected[1]));
  });
});
