import { useEffect, useEffectEvent } from 'react';
import type { DroppedFile } from '../../data/droppedFiles.ts';
import { droppedFiles } from './droppedEntries.ts';

/** Takes files and folders dropped anywhere on the page; `fail` hears of what cannot be read. */
export function useDroppedFiles(
  take: (files: readonly DroppedFile[]) => void | Promise<void>,
  fail: (error: unknown) => void,
): void {
  const onDrop = useEffectEvent((event: DragEvent) => {
    // A panel that takes images for itself has done so by now.
    if (event.defaultPrevented || !event.dataTransfer || event.dataTransfer.items.length === 0) return;
    event.preventDefault();
    droppedFiles(event.dataTransfer).then(take).catch(fail);
  });
  useEffect(() => {
    const allow = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => onDrop(event);
    addEventListener('dragover', allow);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', allow);
      removeEventListener('drop', drop);
    };
  }, []);
}
