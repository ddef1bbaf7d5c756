import { isUtf8 } from 'node:buffer';
import { isMultipart, type RequestHead } from './request-guard';

const MAX_PARTS = 100;

const TEXT_MAX_LENGTH = 64 * 1024;

const PART_HEAD_MAX_BYTES = 8 * 1024;

const END_OF_HEAD = '\r\n\r\n';

/** Nothing beside the boundary: of two, another parser may take the other one. */
const TYPE = /^multipart\/form-data; *boundary=(?:"([^"]+)"|([^\s;"]+))$/i;

/**
 * The whole head of a part, as browsers and Node write it. Next's parsers take the first or the last of two
 * dispositions, and decode `filename*`, `Content-Transfer-Encoding` and a text's charset, so the value wouldn't be what
 * was checked here.
 */
const HEAD =
  /^\r\ncontent-disposition: *form-data; *name="[^"\r\n]*"(?:(?<filename>; *filename="[^"\r\n]*")(\r\ncontent-type:[^\r\n]*)?|(\r\ncontent-type:[^;\r\n]*(; *charset="?utf-8"?)?)?)$/i;

/**
 * One pass over a body's bytes, without decoding them. Next parses it later, and turns malformed UTF-8 into U+FFFD, so
 * that one password would match another.
 * @returns the status to refuse it with
 */
export function checkBody(headers: RequestHead['headers'], body: Buffer): 400 | 413 | undefined {
  if (!isMultipart(headers)) return isUtf8(isUrlencoded(headers) ? percentDecoded(body) : body) ? undefined : 400;
  const [, quoted, plain] = TYPE.exec(String(headers['content-type'])) ?? [];
  const boundary = quoted ?? plain ?? '';
  if (boundary.length < 1 || boundary.length > 70) return 400; // RFC 2046, section 5.1.1
  return checkParts(body, `--${boundary}`);
}

function checkParts(body: Buffer, delimiter: string): 400 | 413 | undefined {
  if (!startsWith(body, 0, delimiter)) return 400;
  let at = delimiter.length;
  for (let parts = 0; parts <= MAX_PARTS; parts++) {
    if (startsWith(body, at, '--')) return parts > 0 && body.length - at <= '--\r\n'.length ? undefined : 400;
    const headLength = body.subarray(at, at + PART_HEAD_MAX_BYTES).indexOf(END_OF_HEAD);
    if (headLength < 0) return 400;
    const head = body.subarray(at, at + headLength);
    const start = at + headLength + END_OF_HEAD.length;
    const end = body.indexOf(`\r\n${delimiter}`, start);
    if (end < 0) return 400;
    const fault = checkPart(head, body.subarray(start, end));
    if (fault) return fault;
    at = end + '\r\n'.length + delimiter.length;
  }
  return 400;
}

function checkPart(head: Buffer, content: Buffer): 400 | 413 | undefined {
  const known = isUtf8(head) ? HEAD.exec(head.toString()) : null;
  if (!known) return 400;
  if (known.groups?.filename !== undefined) return undefined;
  if (!isUtf8(content)) return 400;
  return content.length > TEXT_MAX_LENGTH && content.toString().length > TEXT_MAX_LENGTH ? 413 : undefined;
}

function startsWith(body: Buffer, at: number, text: string): boolean {
  return body.subarray(at, at + text.length).equals(Buffer.from(text));
}

const isUrlencoded = (headers: RequestHead['headers']) => /urlencoded/i.test(String(headers['content-type']));

function percentDecoded(body: Buffer): Buffer {
  const text = body
    .toString('latin1')
    .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}
