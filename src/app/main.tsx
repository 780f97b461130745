import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../worker/client.ts';
import { followAddress } from './address.ts';
import { App } from './App.tsx';
import { LabContext, type Lab } from './context.ts';
import { createController } from './controller.ts';
import { followKeys } from './keyboard.ts';
import { parseLink } from './link.ts';
import { NoWebGpu, type NoGpuReason } from './panels/NoWebGpu.tsx';
import { findRoute } from './routes.ts';
import { createConfigStore } from './store/config.ts';
import { Curves } from './store/curves.ts';
import { createGhostStore } from './store/ghosts.ts';
import { createImageStore } from './store/image.ts';
import { createInsideStore } from './store/inside.ts';
import { createRunStore } from './store/run.ts';
import { createTicker } from './store/ticker.ts';
import { createViewStore } from './store/view.ts';
import { loadMirrors } from './panels/data/mirrors.ts';
import './theme.css';

const container = document.getElementById('root');
if (!container) throw new Error('internal error: the page has no #root');
const root = createRoot(container);

const reason = missingWebGpu();
const route = findRoute(location.hash);
addEventListener('hashchange', (event) => {
  if (findRoute(location.hash) === route) return;
  // Lab and other pages have nothing in common that would be worth keeping.
  event.stopImmediatePropagation();
  location.reload();
});
if (reason === null && route) void openPage(route);
else if (reason === null) openLab();
else
  root.render(
    <StrictMode>
      <NoWebGpu reason={reason} />
    </StrictMode>,
  );

/** Why WebGPU cannot even be asked for; null when it can. */
function missingWebGpu(): NoGpuReason | null {
  // Typed as always there, but browsers without WebGPU and insecure pages lack it.
  const { gpu } = navigator as { gpu?: GPU };
  if (gpu) return null;
  return isSecureContext ? 'missing' : 'insecure';
}

async function openPage(fetchPage: NonNullable<typeof route>): Promise<void> {
  const Page = await fetchPage();
  root.render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}

function openLab(): void {
  const { config: wanted, problems, options } = parseLink(location);
  const config = createConfigStore(wanted, problems);
  config.setState({ mirrors: loadMirrors() });
  const run = createRunStore();
  const view = createViewStore(options);
  const image = createImageStore();
  const ghosts = createGhostStore();
  const inside = createInsideStore();
  const curves = new Curves();
  const controller = createController({ connect: createClient, config, run, curves, inside });
  const ticker = createTicker(curves);
  const lab: Lab = { config, run, view, image, ghosts, inside, curves, ticker, controller };

  followAddress(lab);
  followKeys(lab);
  explainMissingAdapter(lab);
  fetchChartsWhenReady(lab);
  // Inside another page nothing is computed before someone asks for it.
  if (!options.embed) controller.reset();
  root.render(
    <StrictMode>
      <LabContext value={lab}>
        <App />
      </LabContext>
    </StrictMode>,
  );
}

/** The first step then finds the chart library loaded, and the page has not waited for it. */
function fetchChartsWhenReady({ run }: Lab): void {
  const unsubscribe = run.subscribe(({ ready }) => {
    if (!ready) return;
    unsubscribe();
    void import('./charts/Plot.tsx');
  });
}

/** When the run fails before an adapter is known, the page looks itself whether there is one at all. */
function explainMissingAdapter({ run }: Lab): void {
  run.subscribe(({ error, adapter }, previous) => {
    if (error === null || error === previous.error || adapter !== null) return;
    navigator.gpu.requestAdapter().then(
      (found) => run.setState({ hasNoAdapter: found === null }),
      () => run.setState({ hasNoAdapter: true }),
    );
  });
}
