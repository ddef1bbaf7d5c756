import { notFound } from 'next/navigation';
import { type Event, eventRecord, exportActivity } from '../../../../lib/activity';
import { csv } from '../../../../lib/adapters/csv';
import { download } from '../../../../lib/web/download';
import { requireSession } from '../../../../lib/web/session';

type Context = RouteContext<'/[locale]/activity/[format]'>;
type Batches = AsyncGenerator<Event[]>;

export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { userId } = await requireSession('/activity');
  const format = (await params).format;
  const write = format === 'csv' ? asCsv : format === 'json' ? asJson : notFound();
  return download(`portrait-activity.${format}`, write(exportActivity(userId)));
}

const COLUMNS = ['time', 'event', 'address', 'userAgent', 'actor', 'subject'] as const;

async function* asCsv(batches: Batches): AsyncGenerator<string> {
  yield csv([[...COLUMNS]]);
  for await (const events of batches)
    yield csv(events.map(eventRecord).map((record) => COLUMNS.map((column) => record[column] ?? '')));
}

async function* asJson(batches: Batches): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const events of batches)
    for (const event of events) {
      yield separator + JSON.stringify(eventRecord(event));
      separator = ',\n';
    }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
