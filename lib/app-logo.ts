import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { log } from './adapters/log';
import { avatarFormat } from './avatar-formats';
import { readImageFile } from './image-file';
import { SettingError } from './settings';

type Logo = { body: Buffer; type: string; version: string };

const MAX_BYTES = 1024 * 1024;

/** Reads the file that `APP_LOGO` names. @throws SettingError */
export function readLogo(file: string): Logo {
  const refuse = (why: string) => new SettingError(`APP_LOGO must be a PNG, WebP or SVG file, and ${file} ${why}.`);
  let body: Buffer;
  try {
    if (statSync(file).size > MAX_BYTES) throw refuse('is larger than 1 MB');
    body = readFileSync(file);
  } catch (error) {
    if (error instanceof SettingError) throw error;
    throw refuse(`can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const type = typeOf(body);
  if (!type) throw refuse('is none');
  return { body, type, version: createHash('sha256').update(body).digest('hex').slice(0, 16) };
}

function typeOf(body: Buffer): string | undefined {
  const format = avatarFormat(body);
  if (format === 'png' || format === 'webp')
    return typeof readImageFile(body) === 'string' ? undefined : `image/${format}`;
  return isSvg(body) ? 'image/svg+xml' : undefined;
}

/** Whether it begins as SVG does: after comments and such, an `svg` element in its namespace. */
function isSvg(body: Buffer): boolean {
  const text = body.toString();
  const start = /^\uFEFF?\s*(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*>\s*)*<svg\b[^>]*>/i.exec(text)?.[0];
  return /\sxmlns\s*=\s*["']http:\/\/www\.w3\.org\/2000\/svg["']/.test(start ?? '') && /<\/svg\s*>\s*$/.test(text);
}

let cached: { file: string; logo: Logo | undefined } | undefined;

/** The company's logo, read once in each process. The start has checked it: one that broke since is left out. */
export function appLogo(): Logo | undefined {
  const file = process.env.APP_LOGO;
  if (!file) return undefined;
  if (cached?.file !== file) cached = { file, logo: tryToRead(file) };
  return cached.logo;
}

function tryToRead(file: string): Logo | undefined {
  try {
    return readLogo(file);
  } catch (error) {
    log.error((error as Error).message);
    return undefined;
  }
}
