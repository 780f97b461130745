/**
 * Has the browser keep the built page for use without a network. Not while one works on the sources, which must never
 * come from a cache; and once the page is there, so that nobody waits for it.
 */
export function keepForOffline(): void {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  if (!import.meta.env.PROD || !serviceWorker) return;
  const register = () => {
    // A browser that refuses, as some private windows do, shows the page as before.
    serviceWorker.register('/serviceWorker.js').catch(() => undefined);
  };
  if (document.readyState === 'complete') register();
  else addEventListener('load', register);
}
