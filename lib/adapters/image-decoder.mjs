// The process that image.ts starts to decode pictures: the only one that loads libvips.
import sharp from 'sharp';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

/** A longer strip is cropped to its middle first: scaled as a whole until its short side fits, it would take gigabytes. */
const MAX_ASPECT_RATIO = 4;

process.on('message', async (task) => process.send(await squares(task)));
// `process.exit` would wait for libvips.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function squares({ file, sizes, maxPixels, area }) {
  try {
    const largest = Math.max(...sizes);
    const size = (await sharp(file.bytes, { limitInputPixels: maxPixels }).metadata()).autoOrient;
    const whole = upright(file, maxPixels);
    const square = isWithin(area, size) ? cropTo(area, whole, size, largest) : autoCrop(whole, size, largest);
    const { data, info } = await square.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    const raw = { width: largest, height: largest, channels: info.channels };
    return await Promise.all(sizes.map((size) => toWebp(sharp(data, { raw }), size)));
  } catch {
    return null; // libvips can't decode it
  }
}

/** An added end marker hides from libvips that a JPEG was cut off, except for a warning. */
function upright({ bytes, isDeep, isOpenEnded }, maxPixels) {
  const failOn = isOpenEnded ? 'warning' : 'truncated';
  const image = sharp(bytes, { failOn, limitInputPixels: maxPixels }).autoOrient();
  // sharp converts 16 bits with a profile to Display P3, and `raw` drops that profile. For JPEG this would turn off
  // decoding at a smaller scale, and change CMYK.
  return isDeep ? image.pipelineColourspace('srgb') : image;
}

function isWithin(area, { width, height }) {
  if (!area) return false;
  const { left, top, side } = area;
  return side > 0 && left >= 0 && top >= 0 && left + side <= width && top + side <= height;
}

/** Scales before it crops: libjpeg and libwebp then decode at a smaller scale, many times faster. */
function cropTo({ left, top, side }, whole, { width, height }, size) {
  if (side < size) return whole.extract({ left, top, width: side, height: side }).resize(size, size);
  const scale = size / side;
  const scaled = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return whole.resize({ ...scaled, fit: 'fill' }).extract({
    left: Math.min(Math.round(left * scale), scaled.width - size),
    top: Math.min(Math.round(top * scale), scaled.height - size),
    width: size,
    height: size,
  });
}

function autoCrop(whole, { width, height }, size) {
  const longest = MAX_ASPECT_RATIO * Math.min(width, height);
  const kept = { width: Math.min(width, longest), height: Math.min(height, longest) };
  const isStrip = kept.width < width || kept.height < height;
  const middle = { left: Math.floor((width - kept.width) / 2), top: Math.floor((height - kept.height) / 2) };
  return (isStrip ? whole.extract({ ...kept, ...middle }) : whole).resize(size, size, {
    fit: 'cover',
    position: sharp.strategy.attention,
  });
}

async function toWebp(square, size) {
  return { size, webp: await square.resize(size, size).webp({ quality: 82 }).toBuffer() };
}
