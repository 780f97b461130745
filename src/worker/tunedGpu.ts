import { requestGpu, type Gpu } from '../gpu/device.ts';
import { tune, type ChoiceStore } from '../tuning/tune.ts';

const cacheName = 'tuning';
const address = '/tuning-store/choices';

/** Kept in the browser's Cache, which workers can use, unlike `localStorage`. */
const store: ChoiceStore = {
  read: async () => (await (await caches.open(cacheName)).match(address))?.text() ?? null,
  write: async (text) => (await caches.open(cacheName)).put(address, new Response(text)),
};

/** A device of this browser with its fastest kernels. */
export async function requestTunedGpu(api: GPU): Promise<Gpu> {
  return tune(await requestGpu(api), { store, runtime: navigator.userAgent });
}
