import { findModel } from '../nn/models/catalogue.ts';
import { firstOf, laneName, type ParsedConfig } from '../train/parse.ts';
import type { TrainConfig } from '../train/config.ts';
import type { Field } from '../train/field.ts';
import { fields } from '../train/fields.ts';
import { laneTitle } from './lanes.ts';
import { fittingLanes } from './store/config.ts';
import { strings } from './strings.ts';
import { formatHash, parseHash } from './url.ts';

const text = strings.link;

/**
 * Parts of the page that a link may take away, and those whose settings it may keep as they are; single settings, by
 * their names of the table of fields, come on top of both.
 */
const parts = {
  hide: [
    'data',
    'network',
    'lanes',
    'training',
    'comparison',
    'learningRateChart',
    'inside',
    'image',
    'confusion',
    'why',
    'timeline',
    'share',
  ],
  lock: ['data', 'network', 'lanes', 'training'],
} as const;

/** What a link asks of the page besides the settings of the run. */
export interface LinkOptions {
  /** Shown inside another page: the charts alone, started by a click. */
  readonly embed: boolean;
  readonly present: boolean;
  /** Parts and settings that are not shown. */
  readonly hide: readonly string[];
  /** Parts and settings that are shown but cannot be changed. */
  readonly lock: readonly string[];
}

export const noLinkOptions: LinkOptions = { embed: false, present: false, hide: [], lock: [] };

export interface ParsedLink extends ParsedConfig {
  readonly options: LinkOptions;
}

const optionKeys = ['embed', 'present', 'hide', 'lock'] as const;
const optionPair = new RegExp(`^(${optionKeys.join('|')})=`);

/**
 * Reads an address. The options may stand behind `?` or among the settings behind `#`; what is bad is left out, with a
 * sentence in `problems`.
 */
export function parseLink({ search, hash }: Pick<Location, 'search' | 'hash'>): ParsedLink {
  const pairs = hash.replace(/^#/, '').split('&');
  const given = new URLSearchParams([
    ...new URLSearchParams(search),
    ...new URLSearchParams(pairs.filter((pair) => optionPair.test(pair)).join('&')),
  ]);
  const { config, problems } = parseHash(pairs.filter((pair) => !optionPair.test(pair)).join('&'));
  const found: string[] = [];
  const flag = (key: 'embed' | 'present') => {
    const value = given.get(key) ?? '0';
    if (value !== '0' && value !== '1') found.push(text.flag(key, value));
    return value === '1';
  };
  const names = (key: 'hide' | 'lock') => {
    const known = new Set<string>([...parts[key], ...fields.map((field) => field.key)]);
    const asked = given.getAll(key).flatMap((list) => list.split(','));
    const others = asked.filter((name) => name !== '' && !known.has(name));
    if (others.length > 0) found.push(text.unknown(firstOf(others), key, [...known].join(', ')));
    return asked.filter((name) => known.has(name));
  };
  const options = {
    embed: flag('embed'),
    present: flag('present'),
    hide: names('hide'),
    lock: names('lock'),
  };
  const lanes = fittingLanes(config);
  lanes.forEach((lane, i) => {
    const wanted = config.lanes[i]!;
    if (lane === wanted) return;
    const { title } = findModel(config.model);
    found.push(text.noVariant(title, laneTitle(wanted), laneName(i), laneTitle(lane)));
  });
  return { config: { ...config, lanes }, problems: [...problems, ...found], options };
}

/** The hash of a configuration, with the options that the address has behind its own `#`. */
export function formatLink(config: TrainConfig, hash: string): string {
  const kept = hash
    .replace(/^#/, '')
    .split('&')
    .filter((pair) => optionPair.test(pair));
  const settings = formatHash(config);
  if (kept.length === 0) return settings;
  return `#${[settings.slice(1) || 'v=1', ...kept].join('&')}`;
}

/** Settings that a link with these names behind `lock=` keeps as they are. */
export function lockedSettings(lock: readonly string[]): readonly Field['key'][] {
  return fields
    .filter((field) => lock.includes(field.key) || lock.includes(partOf(field)))
    .map(({ key }) => key);
}

/** The part of the page in which a setting stands. */
function partOf({ kind, group }: Field): string {
  if (kind === 'lanes') return kind;
  return group === 'run' ? 'training' : group;
}
