/**
 * Calls an action and tells how much of it has been sent. Next calls actions by `fetch`, which cannot tell that; so for
 * the time of the call another `fetch` takes its place, which sends what is posted by XMLHttpRequest.
 *
 * @param onProgress told the share that has been sent, from 0 to 1
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
  return new Promise((answered, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.responseType = 'blob';
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () => answered(responseOf(request));
    request.onerror = () => failed(new TypeError('The connection was lost.'));
    request.onabort = () => failed(signal.reason);
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
