import sharp from 'sharp';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

/** A longer strip is cropped first: scaled until its short side fits, it would take gigabytes. */
const MAX_ASPECT_RATIO = 4;

process.on('message', async ({ maxProcessorMs, ...task }) => {
  const begun = process.cpuUsage();
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(begun);
    if (user + system > maxProcessorMs * 1000) process.kill(process.pid, 'SIGKILL');
  }, 100);
  const made = await squares(task);
  clearInterval(watch);
  process.send(made);
});
// `process.exit` would wait for libvips.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function squares({ file: { bytes, isOpenEnded }, sizes, maxPixels, area }) {
  try {
    // With the end marker added, libvips reports a truncated JPEG only as a warning.
    const failOn = isOpenEnded ? 'warning' : 'truncated';
    const image = sharp(bytes, { failOn, limitInputPixels: maxPixels }).autoOrient();
    const { autoOrient: upright, space, hasProfile } = await image.metadata();
    const largest = Math.max(...sizes);
    const crop = (image) =>
      isWithin(area, upright) ? cropTo(area, image, upright, largest) : autoCrop(image, upright, largest);
    const { data, info } = await inSrgb(image, crop, space, hasProfile);
    const raw = { width: largest, height: largest, channels: info.channels };
    return await Promise.all(sizes.map((size) => toWebp(sharp(data, { raw }), size)));
  } catch {
    return null; // libvips can't decode it
  }
}

const rawSrgb = (image) => image.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });

/** sharp's own conversion is right except for 16 bits, which it leaves in Display P3, and for CMYK. */
async function inSrgb(image, crop, space, hasProfile) {
  if (space === 'rgb16') return rawSrgb(crop(image.pipelineColourspace('srgb')));
  if (space !== 'cmyk') return rawSrgb(crop(image));
  const cmyk = crop(image.pipelineColourspace('cmyk')).toColourspace('cmyk');
  if (!hasProfile) return fromCmyk(await cmyk.raw().toBuffer({ resolveWithObject: true }));
  // Converting 50 megapixels takes 18 seconds, so only the square is converted. A JPEG keeps the profile.
  const square = await cmyk.keepIccProfile().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
  return rawSrgb(sharp(square).pipelineColourspace('srgb'));
}

/** Browsers convert CMYK without a profile like this. */
function fromCmyk({ data, info }) {
  const rgb = Buffer.alloc((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4)
    for (let ink = 0; ink < 3; ink++) rgb[to++] = Math.round(((255 - data[from + ink]) * (255 - data[from + 3])) / 255);
  return { data: rgb, info: { ...info, channels: 3 } };
}

function isWithin(area, { width, height }) {
  if (!area) return false;
  const { left, top, side } = area;
  return side > 0 && left >= 0 && top >= 0 && left + side <= width && top + side <= height;
}

/** Scales before it crops: libjpeg and libwebp decode at a smaller scale many times faster. */
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
