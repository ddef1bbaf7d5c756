import { writeMyData } from '../../../lib/my-data';
import { download } from '../../../lib/web/download';
import { requireSession } from '../../../lib/web/session';

export async function GET(): Promise<Response> {
  const session = await requireSession('/activity');
  return download('portrait-my-data.json', writeMyData(session));
}
