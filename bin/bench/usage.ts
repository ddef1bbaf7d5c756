import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** How many clock ticks the kernel counts a second. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** A process and all that it has started. */
function family(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

/** The processor time that a process and its children have used so far, by proc(5). Milliseconds. */
export function processorMs(pid: number): number {
  const ticks = family(pid).map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]); // utime and stime
  });
  return (sum(ticks) * 1000) / TICKS;
}

/** The memory that one process holds, the shared pages of its libraries included. Megabytes. */
export function memoryMb(pid: number): number {
  return statusMb(pid, 'VmRSS');
}

/** Lets what `peakMb` tells begin anew: proc(5), clear_refs. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The most memory that one process has held since. Megabytes. */
export function peakMb(pid: number): number {
  return statusMb(pid, 'VmHWM');
}

function statusMb(pid: number, field: string): number {
  const [, kilobytes] =
    readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm')) ?? [];
  return Number(kilobytes) / 1024;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
