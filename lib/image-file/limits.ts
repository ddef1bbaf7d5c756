/** The largest profiles, for print, have about 2 MB. */
export const PROFILE_MAX_BYTES = 4 * 1024 * 1024;

/** A JPEG can't hold more of it: Exif 3.0, section 4.7.2.1. */
export const EXIF_MAX_BYTES = 64 * 1024;

/** Encoders write 3 to 14. Every scan of a progressive JPEG goes through all its pixels, whatever its bytes. */
export const JPEG_MAX_SCANS = 20;

/** libpng keeps all pixels of an interlaced picture: so many bytes for the most pixels in 8-bit RGB. */
export const INTERLACED_MAX_BYTES = 160_000_000;

/** A picture of 10 MB has about a thousand. */
export const MAX_CHUNKS = 65_536;
