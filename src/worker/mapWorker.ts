// Colours maps and draws them on canvases of the page: a thread of its own, since the training worker answers late while
// it encodes steps, and the page must hear its user.
import { unreachable } from '../util/assert.ts';
import type { MapCommand } from './mapProtocol.ts';
import { showMap } from './paintMap.ts';

/** What of a worker's global scope is used; the compiler's own type of it excludes that of a page. */
interface WorkerScope {
  onmessage: ((message: { readonly data: readonly MapCommand[] }) => void) | null;
}

const canvases = new Map<number, OffscreenCanvas>();

function handle(command: MapCommand): void {
  switch (command.type) {
    case 'adopt':
      canvases.set(command.id, command.canvas);
      return;
    case 'draw': {
      const canvas = canvases.get(command.id);
      if (canvas) showMap(canvas, command.picture);
      return;
    }
    case 'release':
      canvases.delete(command.id);
      return;
    default:
      unreachable(command);
  }
}

(self as unknown as WorkerScope).onmessage = ({ data }) => data.forEach(handle);
