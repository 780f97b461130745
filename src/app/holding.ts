import type { Lab } from './context.ts';
import { isPlaying } from './store/run.ts';
import { keepText, pageStorage } from './storage.ts';
import { strings } from './strings.ts';

/** What a run may hold for. */
export const holdReasons = ['hidden', 'battery'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Where the chosen reasons are kept between visits. */
const key = 'deconv-lab hold';

export function loadHolds(): readonly HoldReason[] {
  const kept = pageStorage()?.getItem(key)?.split(' ') ?? [];
  return holdReasons.filter((reason) => kept.includes(reason));
}

export function saveHolds(reasons: readonly HoldReason[]): void {
  keepText(key, reasons.length === 0 ? null : reasons.join(' '));
}

type Held = Pick<Lab, 'run' | 'view' | 'controller'>;

/**
 * Pauses a run when a reason comes that the user has chosen, and lets it go on when none is left. A run that the user plays
 * in spite of a reason, or has paused, is left alone.
 *
 * @returns says whether a reason is there
 */
export function createHolding({
  run,
  view,
  controller,
}: Held): (reason: HoldReason, isThere: boolean) => void {
  const there = new Set<HoldReason>();
  let isHolding = false;
  run.subscribe((state) => {
    if (isPlaying(state) && state.goal === null) isHolding = false;
  });
  return (reason, isThere) => {
    const isNew = isThere && !there.has(reason);
    if (isThere) there.add(reason);
    else there.delete(reason);
    const chosen = view.getState().holds;
    if (isNew && chosen.includes(reason) && isPlaying(run.getState())) {
      run.setState({ goal: strings.holding.because[reason] });
      isHolding = true;
      controller.pause();
    } else if (isHolding && !chosen.some((each) => there.has(each))) {
      isHolding = false;
      if (run.getState().status === 'paused') controller.play();
    }
  };
}

/** The part of the Battery Status API that is used here. */
interface Battery extends EventTarget {
  readonly charging: boolean;
}

const batteryOf = (nav: Navigator): (() => Promise<Battery>) | undefined =>
  (nav as { getBattery?: () => Promise<Battery> }).getBattery?.bind(nav);

/** Whether the browser tells what a machine runs on. */
export const knowsBattery = (): boolean => batteryOf(navigator) !== undefined;

/** Ties the page being seen, and the battery, to the run. */
export function followHolds(lab: Held): void {
  const say = createHolding(lab);
  document.addEventListener('visibilitychange', () => say('hidden', document.hidden));
  batteryOf(navigator)?.().then(
    (battery) => {
      const tell = () => say('battery', !battery.charging);
      battery.addEventListener('chargingchange', tell);
      tell();
    },
    // A page inside another may be refused it; it then knows of no battery.
    () => undefined,
  );
}
