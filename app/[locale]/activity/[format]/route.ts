import { Readable } from 'node:stream';
import { notFound } from 'next/navigation';
import { type Event, exportActivity } from '../../../../lib/activity';
import { csv } from '../../../../lib/adapters/csv';
import { requireSession } from '../../../../lib/web/session';

type Context = RouteContext<'/[locale]/activity/[format]'>;
type Batches = AsyncGenerator<Event[]>;

export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { userId } = await requireSession('/activity');
  const format = (await params).format;
  const write = format === 'csv' ? asCsv : format === 'json' ? asJson : notFound();
  const text = write(exportActivity(userId));
  return new Response(Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream, {
    headers: {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json',
      'Content-Disposition': `attachment; filename="portrait-activity.${format}"`,
      'Cache-Control': 'no-store',
    },
  });
}

const toRecord = ({ at, type, address, userAgent }: Event) => ({
  time: new Date(at).toISOString(),
  event: type,
  address,
  userAgent,
});

async function* asCsv(batches: Batches): AsyncGenerator<string> {
  yield csv([['time', 'event', 'address', 'userAgent']]);
  for await (const events of batches) yield csv(events.map((event) => Object.values(toRecord(event))));
}

async function* asJson(batches: Batches): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const events of batches)
    for (const event of events) {
      yield separator + JSON.stringify(toRecord(event));
      separator = ',\n';
    }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
