import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../worker/client.ts';
import { App } from './App.tsx';
import { LabContext, type Lab } from './context.ts';
import { createController } from './controller.ts';
import { keyAction } from './keys.ts';
import { NoWebGpu, type NoGpuReason } from './panels/NoWebGpu.tsx';
import { createConfigStore } from './store/config.ts';
import { Curves } from './store/curves.ts';
import { createImageStore } from './store/image.ts';
import { createRunStore } from './store/run.ts';
import { createTicker } from './store/ticker.ts';
import { createViewStore } from './store/view.ts';
import { formatHash, parseHash } from './url.ts';
import './theme.css';

const container = document.getElementById('root');
if (!container) throw new Error('internal error: the page has no #root');
const root = createRoot(container);

const reason = missingWebGpu();
if (reason === null) openLab();
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

function openLab(): void {
  const { config: wanted, problems } = parseHash(location.hash);
  const config = createConfigStore(wanted, problems);
  const run = createRunStore();
  const view = createViewStore();
  const image = createImageStore();
  const curves = new Curves();
  const controller = createController({ connect: createClient, config, run, curves });
  const lab: Lab = { config, run, view, image, curves, ticker: createTicker(curves), controller };

  followAddress(lab);
  followKeys(lab);
  explainMissingAdapter(lab);
  fetchChartsWhenReady(lab);
  controller.reset();
  root.render(
    <StrictMode>
      <LabContext value={lab}>
        <App />
      </LabContext>
    </StrictMode>,
  );
}

/** The address follows the form, and the form an address that the user changes. */
function followAddress({ config, controller }: Lab): void {
  const write = () => {
    const hash = formatHash(config.getState().config);
    if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
  };
  write();
  config.subscribe((state, previous) => {
    if (state.config !== previous.config) write();
  });
  addEventListener('hashchange', () => {
    const { config: wanted, problems } = parseHash(location.hash);
    config.setState({ config: wanted, problems });
    controller.reset();
  });
}

function followKeys({ controller, view }: Lab): void {
  addEventListener('keydown', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const action = keyAction(event, target);
    if (action === null) return;
    event.preventDefault();
    if (action === 'help') view.setState({ isHelpOpen: true });
    else controller[action]();
  });
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
