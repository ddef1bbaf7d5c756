import { useEffect, useRef, useState } from 'react';

/** Takes a file that is dropped or pasted anywhere on the page. @returns whether one is dragged over it */
export function useDropAndPaste(onFile: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    const listening = new AbortController();
    const receive = (event: Event, data: DataTransfer | null) => {
      const [file] = data?.files ?? [];
      if (!file) return;
      event.preventDefault();
      latest.current(file);
    };
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault(); // allows the drop
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      setOver(false);
      receive(event, event.dataTransfer);
    };
    const paste = (event: ClipboardEvent) => receive(event, event.clipboardData);
    document.addEventListener('dragover', drag, listening);
    document.addEventListener('dragleave', leave, listening);
    document.addEventListener('drop', drop, listening);
    document.addEventListener('paste', paste, listening);
    return () => listening.abort();
  }, []);
  return isOver;
}
