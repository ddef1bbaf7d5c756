/** Collects garbage in a process started with `--inspect`. @returns the remaining heap in bytes */
export async function usedHeap(inspector: string): Promise<number> {
  const socket = new WebSocket(inspector);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const call = (id: number, method: string) =>
    new Promise<{ usedSize: number; backingStorageSize?: number }>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const answer = JSON.parse(data);
        if (answer.id === id) resolve(answer.result);
      });
      socket.send(JSON.stringify({ id, method }));
    });
  await call(1, 'HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await call(2, 'Runtime.getHeapUsage');
  socket.close();
  return usedSize + backingStorageSize;
}
