import { createMapClient, type MapClient } from '../../worker/mapClient.ts';
import type { MapPicture } from '../../worker/mapProtocol.ts';
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

export function createMapDrawing(
  connect: (onFailure: () => void) => MapClient = createMapClient,
): MapDrawing {
  const ids = new WeakMap<HTMLCanvasElement, number>();
  const listeners = new Set<() => void>();
  let client: MapClient | null = null;
  let nextId = 0;
  let generation = 0;

  const fail = () => {
    client?.terminate();
    generation++;
    for (const listener of listeners) listener();
  };

  /** Whose it then is; null stands for the page. */
  const handOver = (canvas: HTMLCanvasElement): number | null => {
    const known = ids.get(canvas);
    if (known !== undefined) return known;
    // No second worker: what one could not load or draw, another would not either.
    if (generation > 0 || typeof canvas.transferControlToOffscreen !== 'function') return null;
    client ??= connect(fail);
    const id = nextId++;
    ids.set(canvas, id);
    const offscreen = canvas.transferControlToOffscreen();
    client.send({ type: 'adopt', id, canvas: offscreen }, [offscreen]);
    return id;
  };

  return {
    draw(canvas, picture) {
      const id = handOver(canvas);
      if (id === null) return showMap(canvas, picture);
      // The page reads the values as well; and of a view into more memory a message would copy all.
      const values = new Float32Array(picture.values);
      client?.send({ type: 'draw', id, picture: { ...picture, values } }, [values.buffer]);
    },
    release(canvas) {
      const id = ids.get(canvas);
      if (id !== undefined) client?.send({ type: 'release', id });
    },
    getGeneration: () => generation,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
