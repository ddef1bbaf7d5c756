/** The server refused the upload because of its length and responded with a sentence. */
export class FileTooLarge extends Error {}

/**
 * Calls an action and reports its progress, from 0 to 1. Next calls actions with `fetch`, which can't report progress,
 * so during the call `fetch` sends forms with XMLHttpRequest.
 * @throws FileTooLarge
 */
export async function withProgress<Result>(
  call: () => Promise<Result>,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Result> {
  const { fetch } = window;
  window.fetch = (input, init) =>
    init?.body instanceof FormData ? post(String(input), init, onProgress, signal) : fetch(input, init);
  try {
    return await call();
  } finally {
    window.fetch = fetch;
  }
}

function post(
  address: string,
  { headers, body }: RequestInit,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.responseType = 'blob';
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = async () => {
      const response = responseOf(request);
      if (response.status === 413) reject(new FileTooLarge(await response.text()));
      else resolve(response);
    };
    request.onerror = () => reject(new TypeError('The connection was lost.'));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort());
    onProgress(0);
    request.send(body as FormData);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const lines = request.getAllResponseHeaders().trim().split('\r\n');
  const headers = lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]);
  return new Response(request.response, { status: request.status, headers });
}
