// Keeps the page for use without a network; data sets are kept elsewhere, by the page itself. The build fills in the two
// constants.
const version = '__VERSION__';
const files: readonly string[] = ['__FILES__'];

/** What this file runs in; the compiler takes it for another kind of worker. */
const scope = self as unknown as ServiceWorkerGlobalScope;
const cacheName = `page ${version}`;
/** Milliseconds after which what does not come is taken from the cache. */
const patienceMs = 4000;

scope.addEventListener('install', (event) => {
  // Past the browser's own cache: what is kept must be of one version.
  const requests = files.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
});

// A new version waits until no tab uses the old one, so that nobody's files are deleted under them.
scope.addEventListener('activate', (event) => {
  const forget = caches
    .keys()
    .then((names) => names.filter((name) => name.startsWith('page ') && name !== cacheName))
    .then((old) => Promise.all(old.map((name) => caches.delete(name))));
  event.waitUntil(Promise.all([forget, scope.clients.claim()]));
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin || !files.includes(pathname)) return;
  // A file whose name has its content's hash is never another. The page itself comes from the server while there is
  // one: an update shows at the next load.
  event.respondWith(pathname.startsWith('/assets/') ? keptFirst(request) : freshFirst(request));
});

// Servers that allow other origins vary by origin, which the requests of a page state and those above do not.
const kept = (request: Request): Promise<Response | undefined> =>
  caches.match(request, { cacheName, ignoreSearch: true, ignoreVary: true });

async function keptFirst(request: Request): Promise<Response> {
  return (await kept(request)) ?? fetch(request);
}

async function freshFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
  } catch (error) {
    const copy = await kept(request);
    if (copy) return copy;
    throw error;
  }
}
