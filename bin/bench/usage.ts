import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Clock ticks a second. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

function family(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

/** Processor time of a process and its children so far, in milliseconds: proc(5). */
export function processorMs(pid: number): number {
  const ticks = family(pid).map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]); // utime and stime
  });
  return (sum(ticks) * 1000) / TICKS;
}

/** Resident memory of one process, shared libraries included, in megabytes. */
export function memoryMb(pid: number): number {
  return statusMb(pid, 'VmRSS');
}

/** Resets what `peakMb` returns: proc(5), clear_refs. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Peak memory of one process since, in megabytes. */
export function peakMb(pid: number): number {
  return statusMb(pid, 'VmHWM');
}

function statusMb(pid: number, field: string): number {
  const [, kilobytes] =
    readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm')) ?? [];
  return Number(kilobytes) / 1024;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
