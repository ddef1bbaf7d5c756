import { Readable } from 'node:stream';
import { notFound } from 'next/navigation';
import { type Event, exportActivity } from '../../../../lib/activity';
import { csv } from '../../../../lib/adapters/csv';
import { requireSession } from '../../../../lib/web/session';

type Context = RouteContext<'/[locale]/activity/[format]'>;
type Pieces = AsyncGenerator<Event[]>;

/** Everything that happened to the reader's account, as a file. */
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

const told = ({ at, type, address, userAgent }: Event) => ({
  time: new Date(at).toISOString(),
  event: type,
  address,
  userAgent,
});

async function* asCsv(pieces: Pieces): AsyncGenerator<string> {
  yield csv([['time', 'event', 'address', 'userAgent']]);
  for await (const events of pieces) yield csv(events.map((event) => Object.values(told(event))));
}

async function* asJson(pieces: Pieces): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const events of pieces)
    for (const event of events) {
      yield separator + JSON.stringify(told(event));
      separator = ',\n';
    }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
