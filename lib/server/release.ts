import { readFileSync } from 'node:fs';

const OLD_AFTER_MS = 183 * 86_400_000;

export function oldRelease(now = Date.now()): string[] {
  const { version, released } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (now - Date.parse(released) < OLD_AFTER_MS) return [];
  return [`Portrait ${version} was released on ${released}. For security fixes, update it: see docs/updating.md.`];
}
