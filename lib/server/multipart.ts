import { isMultipart, type RequestHead, TEXT_MAX_BYTES } from './request-guard';

/** The profile form has a dozen parts, React's own among them. */
const MAX_PARTS = 100;

/** What stands before a part's content: its name, and that of a file. */
const PART_HEAD_MAX_BYTES = 8 * 1024;

/** What is wrong with a body that says it is a form; nothing where it can be read as one. */
export async function checkMultipart(headers: RequestHead['headers'], body: Buffer): Promise<400 | 413 | undefined> {
  if (!isMultipart(headers)) return undefined;
  const type = String(headers['content-type']);
  if (!hasFewParts(body, type)) return 400;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const isLong = (value: unknown) => typeof value === 'string' && value.length > TEXT_MAX_BYTES;
    return [...form.values()].some(isLong) ? 413 : undefined;
  } catch {
    return 400; // what the parser of Node, which Next uses too, calls malformed
  }
}

/** A cheap look, so that nobody can keep the parser busy. */
function hasFewParts(body: Buffer, type: string): boolean {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
  const delimiter = `--${quoted ?? plain}`;
  let at = body.indexOf(delimiter);
  for (let parts = 0; at >= 0; parts++) {
    const end = body.subarray(at, at + PART_HEAD_MAX_BYTES).indexOf('\r\n\r\n');
    const next = body.indexOf(delimiter, at + delimiter.length);
    if (parts > MAX_PARTS || (next >= 0 && end < 0)) return false;
    at = next;
  }
  return true;
}
