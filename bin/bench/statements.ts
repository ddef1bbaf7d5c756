import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { runSql } from '../../tests/support/database';
import { launchServer, type Portrait } from '../../tests/support/server';
import { startPostgres } from '../postgres.mjs';
import { ask, withScript } from './inside';
import type { Figures } from './measure';
import { report } from './report';
import { tour } from './tour';

/** Counts what the server sends to the database. */
const COUNTER = `
  let sent = 0;
  const count = (prototype, names) => names.forEach((name) => {
    const call = prototype[name];
    prototype[name] = function (...args) { sent++; return call.apply(this, args); };
  });
  const Sqlite = require('better-sqlite3');
  count(Object.getPrototypeOf(new Sqlite(':memory:').prepare('SELECT 1')), ['run', 'get', 'all']);
  count(require('pg').Client.prototype, ['query']);
  const report = () => sent;`;

type Counter = () => Promise<number> | number;

/** Statements that each form sends to the database, and how often SQLite waits for the disk. */
export async function statements(): Promise<void> {
  const columns = { ...(await onSqlite()), ...(await onPostgres()) };
  const [first = {}] = Object.values(columns);
  const row = (form: string) => Object.entries(columns).map(([column, figures]) => [column, figures[form] as number]);
  report('statements', Object.fromEntries(Object.keys(first).map((form) => [form, Object.fromEntries(row(form))])));
}

async function onSqlite(): Promise<Record<string, Figures>> {
  const portrait = await launchServer(withScript('statements', COUNTER));
  const flushes = await countSyncs(portrait.process().pid as number);
  const figures = {
    'SQLite statements': await counted(portrait, statementsOf(portrait)),
    'SQLite flushes': await counted(portrait, flushes.count),
  };
  flushes.stop();
  await portrait.stop();
  return figures;
}

/** With strace(1), where there is one. */
async function countSyncs(pid: number): Promise<{ count: Counter; stop(): void }> {
  let syncs = 0;
  const options = ['-f', '-e', 'trace=fsync,fdatasync', '-p', String(pid)];
  const strace = spawn('strace', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  strace.on('error', () => {
    syncs = Number.NaN;
  });
  createInterface(strace.stderr as Readable).on('line', (line) => {
    if (/sync\(/.test(line)) syncs += 1;
  });
  await setTimeout(1000);
  return { count: () => syncs, stop: () => strace.kill('SIGINT') };
}

/** Its flushes aren't counted: its statistics lag seconds behind, and its log writer flushes, too. */
async function onPostgres(): Promise<Record<string, Figures>> {
  const server = await startPostgres();
  await runSql(`${server.url}/postgres`, 'CREATE DATABASE bench');
  const database = { url: `${server.url}/bench`, remove: async () => {} };
  const portrait = await launchServer(withScript('statements', COUNTER), { database });
  const figures = { 'PostgreSQL statements': await counted(portrait, statementsOf(portrait)) };
  await portrait.stop();
  await server.stop();
  return figures;
}

/** The count of each form is the difference that it makes. */
function counted(portrait: Portrait, counter: Counter): Promise<Figures> {
  return tour(portrait, 1, async (send) => {
    const before = await settled(counter);
    await send();
    return (await settled(counter)) - before;
  });
}

/** Work may follow the answer, and strace(1) lags. */
async function settled(counter: Counter): Promise<number> {
  await setTimeout(300);
  return counter();
}

function statementsOf(portrait: Portrait): Counter {
  return async () => (await ask(portrait, 'statements'))[0] as number;
}
