import type { ReactNode } from 'react';

/** Pages beside the lab, by their address part `#name`: each is fetched when it is asked for. */
const routes: Readonly<Record<string, () => Promise<() => ReactNode>>> = {
  bench: () => import('./bench/BenchPage.tsx').then(({ BenchPage }) => BenchPage),
};

/** The page that an address part names; null for the lab, whose settings have the form `#key=value`. */
export function findRoute(hash: string): (() => Promise<() => ReactNode>) | null {
  const name = hash.replace(/^#/, '');
  return Object.hasOwn(routes, name) ? routes[name]! : null;
}
