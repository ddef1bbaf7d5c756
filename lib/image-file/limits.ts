/** The largest profiles, for print, have about 2 MB. */
export const PROFILE_MAX_BYTES = 4 * 1024 * 1024;

/** A JPEG can't hold more of it: Exif 3.0, section 4.7.2.1. */
export const EXIF_MAX_BYTES = 64 * 1024;

/** Encoders write about ten scans. Each costs as much as decoding the whole picture. */
export const JPEG_MAX_SCANS = 32;
