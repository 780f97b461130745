import type { Page } from '@playwright/test';
import type { SessionEvent } from '../src/train/events.ts';

type Event<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

/** Keeps what the engine says, beside the page; before the page is opened. */
export async function overhear(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: Record<string, unknown> = {};
    Object.assign(window, { said });
    window.Worker = class extends Worker {
      constructor(...options: ConstructorParameters<typeof Worker>) {
        super(...options);
        this.addEventListener(
          'message',
          ({ data }: MessageEvent<{ type: string }>) => (said[data.type] = data),
        );
      }
    };
  });
}

/** The last event of a type, arrays as plain ones. */
export function lastSaid<Type extends SessionEvent['type']>(page: Page, type: Type): Promise<Event<Type>> {
  return page.evaluate((name) => {
    const plain = (_: string, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;
    const { said } = window as unknown as { said: Record<string, unknown> };
    return JSON.parse(JSON.stringify(said[name], plain)) as never;
  }, type);
}

/** Lets a test take the GPU away: the worker then keeps its devices at hand. Before the page is opened. */
export async function keepDevices(page: Page): Promise<void> {
  await page.route(/\/assets\/worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = `{
      const { requestDevice } = GPUAdapter.prototype;
      self.devices = [];
      GPUAdapter.prototype.requestDevice = async function (...options) {
        const device = await requestDevice.apply(this, options);
        self.devices.push(device);
        return device;
      };
    }
    ${await response.text()}`;
    await route.fulfill({ response, body });
  });
}

export async function loseDevice(page: Page): Promise<void> {
  await page.workers()[0]!.evaluate(() => {
    (self as unknown as { devices: GPUDevice[] }).devices.at(-1)!.destroy();
  });
}
