import type { Lab } from './context.ts';
import { formatLink, lockedSettings, parseLink } from './link.ts';
import { findRoute } from './routes.ts';
import type { TrainConfig } from '../train/config.ts';
import { fields } from '../train/fields.ts';

/** Changes of one setting within this time are one step back. */
const sameChangeMs = 1500;

/** Marks the history entries that this page wrote, against addresses that the user typed. */
const ours = { lab: true };

/**
 * The address follows the form: every change is a step that Back takes back. Going back changes the form, as if by
 * hand, so that no run is lost by it; an address that the user types starts anew.
 */
export function followAddress({
  config,
  view,
  controller,
}: Pick<Lab, 'config' | 'view' | 'controller'>): void {
  const wanted = () =>
    formatLink(config.getState().config, location.hash) || location.pathname + location.search;
  let isGoingBack = false;
  let last = { key: '', at: -Infinity };

  history.replaceState(ours, '', wanted());
  config.subscribe((state, previous) => {
    if (state.config === previous.config || isGoingBack) return;
    const key = changedKeys(state.config, previous.config);
    const isSameChange = key === last.key && performance.now() - last.at < sameChangeMs;
    last = { key, at: performance.now() };
    if (isSameChange) history.replaceState(ours, '', wanted());
    else history.pushState(ours, '', wanted());
  });

  addEventListener('popstate', ({ state }: PopStateEvent) => {
    // Another page: it is loaded when the change of the hash is heard.
    if (findRoute(location.hash)) return;
    const { config: found, problems, options } = parseLink(location);
    const { hide, lock } = options;
    isGoingBack = true;
    config.setState({ config: found, problems, locked: lockedSettings(lock), kept: [] });
    isGoingBack = false;
    view.setState(({ link }) => ({ link: { ...link, hide, lock } }));
    last = { key: '', at: -Infinity };
    if (state !== null) return;
    history.replaceState(ours, '', wanted());
    controller.reset();
  });
}

function changedKeys(a: TrainConfig, b: TrainConfig): string {
  return fields
    .filter(({ key }) => a[key] !== b[key])
    .map(({ key }) => key)
    .join();
}
