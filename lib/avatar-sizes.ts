/** In pixels. */
export const AVATAR_SIZES = [512, 192, 64] as const;
export type AvatarSize = (typeof AVATAR_SIZES)[number];
