import { afterAll, expect } from 'vitest';
import type { Gpu } from '../gpu/device.ts';
import { defaultConfig, defaultLane, type LaneConfig, type TrainConfig } from '../train/config.ts';
import type { MetricsEvent, SessionEvent } from '../train/events.ts';
import { Session, type SessionOptions } from '../train/session.ts';
import { testGpu } from './device.ts';

/** A lane of default settings. */
export const lane = (normalization: LaneConfig['normalization']): LaneConfig => ({
  ...defaultLane,
  normalization,
});

/** A run of a second: a linear model on a few generated images. */
export const tiny: TrainConfig = {
  ...defaultConfig,
  model: 'linear',
  lanes: [lane('none')],
  batchSize: 8,
  trainSize: 40,
  testSize: 20,
  steps: 12,
  evalEvery: 1000,
  learningRate: 0.01,
};

const sessions: Session[] = [];
afterAll(() => {
  for (const session of sessions) session.destroy();
});

/** A session on the test adapter that keeps all it tells. */
export function openSession({
  onEvent = () => undefined,
  requestDevice = testGpu,
  ...options
}: {
  onEvent?: (event: SessionEvent, session: Session) => void;
  requestDevice?: () => Promise<Gpu>;
} & Partial<SessionOptions> = {}) {
  const events: SessionEvent[] = [];
  const gpus: Gpu[] = [];
  const session = new Session({
    requestDevice: async () => {
      const gpu = await requestDevice();
      gpus.push(gpu);
      return gpu;
    },
    openSources: () => Promise.reject(new Error('no files here')),
    decodeImages: () => Promise.reject(new Error('no decoder here')),
    ...options,
    emit: (event) => {
      events.push(event);
      onEvent(event, session);
    },
  });
  sessions.push(session);
  const all = <Type extends SessionEvent['type']>(type: Type) =>
    events.filter((event): event is Extract<SessionEvent, { type: Type }> => event.type === type);
  return {
    session,
    events,
    gpus,
    all,
    /** Loss of every step, later stretches replacing earlier ones. */
    losses: (index = 0) => mergeLosses(all('metrics'), index),
    play: async (config: TrainConfig) => {
      await session.start(config);
      session.play();
      await session.idle();
      expect(all('error')).toEqual([]);
    },
  };
}

function mergeLosses(events: readonly MetricsEvent[], index: number): number[] {
  const losses: number[] = [];
  for (const { lanes } of events) {
    const { firstStep, losses: stretch } = lanes[index]!;
    losses.length = Math.min(losses.length, firstStep);
    losses.push(...stretch);
  }
  return losses;
}
