import type { ReactNode } from 'react';

/** A page beside the lab, fetched when it is asked for. */
export interface Route {
  readonly fetchPage: () => Promise<() => ReactNode>;
  readonly needsGpu: boolean;
}

/** By their address part `#name`. */
const routes: Readonly<Record<string, Route>> = {
  bench: {
    fetchPage: () => import('./bench/BenchPage.tsx').then(({ BenchPage }) => BenchPage),
    needsGpu: true,
  },
  reproduce: {
    fetchPage: () => import('./reproduce/ReproducePage.tsx').then(({ ReproducePage }) => ReproducePage),
    needsGpu: false,
  },
};

/** The page that an address part names; null for the lab, whose settings have the form `#key=value`. */
export function findRoute(hash: string): Route | null {
  const name = hash.replace(/^#/, '');
  return Object.hasOwn(routes, name) ? routes[name]! : null;
}
