/** The largest profiles, for print, have about 2 MB. */
export const PROFILE_MAX_BYTES = 4 * 1024 * 1024;

/** A JPEG can't hold more: Exif 3.0, section 4.7.2.1. */
export const EXIF_MAX_BYTES = 64 * 1024;

/** Encoders write 3 to 14. Every scan of a progressive JPEG goes through all pixels, whatever its size. */
export const JPEG_MAX_SCANS = 20;

/** libjpeg keeps all coefficients of a picture in several scans. Fits the most pixels with chroma subsampled (4:2:0). */
export const JPEG_COEFFICIENTS_MAX_BYTES = 160_000_000;

/** libpng keeps all pixels of an interlaced picture in memory. Fits the most pixels in 8-bit RGB. */
export const INTERLACED_MAX_BYTES = 160_000_000;

/** A 10 MB picture has about a thousand. */
export const MAX_CHUNKS = 65_536;
