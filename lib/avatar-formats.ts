const SIGNATURES = {
  jpeg: /^\xff\xd8\xff/,
  png: /^\x89PNG\r\n.\n/s,
  webp: /^RIFF.{4}WEBP/s,
};

export type AvatarFormat = keyof typeof SIGNATURES;

const FORMATS = Object.keys(SIGNATURES) as AvatarFormat[];

export const AVATAR_TYPES = FORMATS.map((format) => `image/${format}`);

/** The format of a file by its content, never by its name or declared type. */
export function avatarFormat(bytes: Uint8Array): AvatarFormat | undefined {
  const beginning = String.fromCharCode(...bytes.subarray(0, 12));
  return FORMATS.find((format) => SIGNATURES[format].test(beginning));
}
