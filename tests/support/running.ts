import { readFileSync } from 'node:fs';

/** Linux, proc(5). A process that has ended is a zombie (Z) until its parent collects it, or the system, which may be late. */
export function isRunning(pid: number | string): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
