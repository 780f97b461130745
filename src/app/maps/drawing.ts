import { createMapClient, type MapClient } from '../../worker/mapClient.ts';
import type { MapCommand, MapPicture } from '../../worker/mapProtocol.ts';
import { showMap } from '../../worker/paintMap.ts';

/** Draws maps on canvases of the page: in a worker, or here where the browser cannot. */
export interface MapDrawing {
  /** From the first time on, a canvas that a worker draws on belongs to that worker. */
  draw(canvas: HTMLCanvasElement, picture: MapPicture): void;
  /** For a canvas that has left the page. */
  release(canvas: HTMLCanvasElement): void;
  /** Moves when all canvases must be made anew: what a worker that failed had taken does not come back. */
  readonly getGeneration: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Draws a moment later, in a task of its own: all maps of a panel are then one message, which costs the page about as much
 * as one map's would, and whoever clicked sees the rest of the panel first.
 */
export function createMapDrawing(
  connect: (onFailure: () => void) => MapClient = createMapClient,
): MapDrawing {
  const ids = new WeakMap<HTMLCanvasElement, number>();
  const listeners = new Set<() => void>();
  /** The last picture of each canvas that waits to be drawn. */
  const waiting = new Map<HTMLCanvasElement, MapPicture>();
  let released: number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let client: MapClient | null = null;
  let nextId = 0;
  let generation = 0;

  const fail = () => {
    client?.terminate();
    client = null;
    generation++;
    for (const listener of listeners) listener();
  };

  // No second worker: what one could not load or draw, another would not either.
  const isOurs = (canvas: HTMLCanvasElement) =>
    !ids.has(canvas) && (generation > 0 || typeof canvas.transferControlToOffscreen !== 'function');

  const flush = () => {
    timer = undefined;
    const commands: MapCommand[] = released.map((id) => ({ type: 'release', id }));
    const transfer: Transferable[] = [];
    for (const [canvas, picture] of waiting) {
      if (isOurs(canvas)) {
        showMap(canvas, picture);
        continue;
      }
      const id = ids.get(canvas) ?? nextId++;
      if (!ids.has(canvas)) {
        ids.set(canvas, id);
        const offscreen = canvas.transferControlToOffscreen();
        commands.push({ type: 'adopt', id, canvas: offscreen });
        transfer.push(offscreen);
      }
      // The page reads the values as well; and of a view into more memory a message would copy all.
      const values = new Float32Array(picture.values);
      commands.push({ type: 'draw', id, picture: { ...picture, values } });
      transfer.push(values.buffer);
    }
    waiting.clear();
    released = [];
    if (commands.length === 0) return;
    if (generation === 0) client ??= connect(fail);
    client?.send(commands, transfer);
  };
  const schedule = () => (timer ??= setTimeout(flush));

  return {
    draw(canvas, picture) {
      waiting.set(canvas, picture);
      schedule();
    },
    release(canvas) {
      waiting.delete(canvas);
      const id = ids.get(canvas);
      if (id === undefined) return;
      released.push(id);
      schedule();
    },
    getGeneration: () => generation,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
