import { startTransition, StrictMode, Suspense, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../worker/client.ts';
import { followAddress } from './address.ts';
import { App } from './App.tsx';
import { lazily, NotLoaded } from './components/lazily.tsx';
import { LabContext, type Lab } from './context.ts';
import { createController } from './controller.ts';
import { followKeys } from './keyboard.ts';
import { lockedSettings, parseLink } from './link.ts';
import { followHolds, loadHolds } from './holding.ts';
import { loadSpeed } from './speed.ts';
import { keepForOffline } from './offline.ts';
import { findNoGpu, loadRecording, openWith, showOnly } from './opening.ts';
import { presetOf } from './presets.ts';
import { keepLabRuns } from './reproduce/keepLabRuns.ts';
import { findRoute, type Route } from './routes.ts';
import { createConfigStore } from './store/config.ts';
import { Curves } from './store/curves.ts';
import { createGhostStore } from './store/ghosts.ts';
import { createImageStore } from './store/image.ts';
import { createInsideStore } from './store/inside.ts';
import { createRunStore } from './store/run.ts';
import { createTicker } from './store/ticker.ts';
import { createViewStore } from './store/view.ts';
import { loadMirrors } from './datasets/mirrors.ts';
import { formatHash } from './url.ts';
import { phone } from './useMedia.ts';
import './theme.css';

const container = document.getElementById('root');
if (!container) throw new Error('internal error: the page has no #root');
const root = createRoot(container);

const NoWebGpu = lazily(() => import('./panels/NoWebGpu.tsx'));

keepForOffline();
// Without keys the focus has nowhere to be lost from.
addEventListener('keydown', () => void import('./keepFocus.ts').then(({ keepFocus }) => keepFocus()), {
  once: true,
});
const route = findRoute(location.hash);
addEventListener('hashchange', (event) => {
  if (findRoute(location.hash) === route) return;
  // Lab and other pages have nothing in common that would be worth keeping.
  event.stopImmediatePropagation();
  location.reload();
});
if (route) void openPage(route);
else openLab();

async function openPage({ fetchPage, needsGpu }: Route): Promise<void> {
  const [Page, reason] = await Promise.all([
    fetchPage().catch(() => NotLoaded),
    needsGpu ? findNoGpu() : null,
  ]);
  if (!reason) return show(<Page />);
  show(
    <Suspense>
      <NoWebGpu reason={reason} />
    </Suspense>,
  );
}

/** In slices, so that the page answers while its panels are built for the first time. */
function show(page: ReactNode): void {
  startTransition(() => root.render(<StrictMode>{page}</StrictMode>));
}

function openLab(): void {
  const { config: wanted, problems, options } = parseLink(location);
  const config = createConfigStore(wanted, problems, lockedSettings(options.lock));
  const { mirrors, problem } = loadMirrors();
  config.setState({ mirrors });
  const run = createRunStore();
  const view = createViewStore(options, presetOf(wanted)?.axis);
  const image = createImageStore();
  const ghosts = createGhostStore();
  const inside = createInsideStore();
  const curves = new Curves();
  const controller = createController({ connect: createClient, config, run, curves, inside });
  const ticker = createTicker(curves);
  const lab: Lab = { config, run, view, image, ghosts, inside, curves, ticker, controller };

  followAddress(lab);
  followKeys(lab);
  // A page inside another is often not allowed to keep anything, and has nothing to keep.
  const stepsPerSecond = loadSpeed();
  view.setState({ holds: loadHolds(), stepsPerSecond, storageProblem: options.embed ? null : problem });
  controller.setPace(stepsPerSecond);
  followHolds(lab);
  explainMissingAdapter(lab);
  fetchChartsWhenReady(lab);
  keepFinishedRuns(lab);
  // Inside another page nothing is shown or computed before someone asks for it.
  if (!options.embed) {
    const isFirstContact = formatHash(wanted) === '' && problems.length === 0;
    // Nobody who follows a link on a phone should have it compile and compute unasked.
    const startsRecorded = isFirstContact || matchMedia(phone).matches;
    // An address that asks for networks need not wait for the adapter to be found twice.
    if (!startsRecorded && 'gpu' in navigator) controller.reset();
    else void openWith(lab, { loadRecording, findNoGpu, startsRecorded, isStill: isStill() });
  }
  show(
    <LabContext value={lab}>
      <App />
    </LabContext>,
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

/**
 * Table 1 takes in what runs of the lab measure, but not what a recording shows. What keeps them comes with the page: a
 * visitor who leaves at the end loses nothing.
 */
function keepFinishedRuns(lab: Lab): void {
  lab.run.subscribe(({ status, replay }, previous) => {
    if (status === 'finished' && previous.status !== 'finished' && !replay) keepLabRuns(lab);
  });
}

/** When the run fails before an adapter is known, the page looks itself whether there is one at all. */
function explainMissingAdapter(lab: Lab): void {
  const { run } = lab;
  run.subscribe(({ error, adapter }, previous) => {
    if (error === null || error === previous.error || adapter !== null) return;
    void findNoGpu().then((reason) => reason && showOnly(lab, reason, { loadRecording, isStill: isStill() }));
  });
}

function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
