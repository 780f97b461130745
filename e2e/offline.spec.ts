import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { preview, type PreviewServer } from 'vite';
import { gzip, idx, range } from '../src/testing/formatFiles.ts';
import { expectPaused, expectSteps, button } from './page.ts';

test.use({ serviceWorkers: 'allow' });

let server: PreviewServer | null = null;
const start = (port: number) =>
  preview({ logLevel: 'silent', appType: 'mpa', preview: { host: '127.0.0.1', port, strictPort: true } });
test.afterEach(() => server?.close());

/** Waits until the page and all that it may load later are kept. */
async function expectKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });
}

test('after the first visit the page opens, plays its recorded run and trains without a network', async ({
  page,
}) => {
  server = await start(0);
  const origin = server.resolvedUrls!.local[0]!;
  await page.goto(origin);
  await expectKept(page);
  await server.close();
  server = null;

  await page.reload();
  await expect(page.getByText('playing a recorded run')).toBeVisible();
  await page.goto(`${origin}#v=1&train=320&test=64&net=mlp&w=0.25&lanes=batch&bs=16`);
  await page.reload();
  await expectPaused(page);
  await button(page, 'Play').click();
  await expectSteps(page, 5);
  // Parts that are loaded only when they are needed are there, too.
  await page.getByRole('button', { name: 'Explore the data …' }).click();
  await expect(page.getByRole('dialog').getByText(/of 320 training images/)).toBeVisible();
});

test('a data set of an earlier visit trains when even the server that gave page and data is gone', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'deconv-lab-data-'));
  await mkdir(join(folder, 'mnist'));
  for (const [part, count] of [
    ['train', 320],
    ['t10k', 64],
  ] as const) {
    const labels = range(count).map((i) => i % 10);
    const images = idx([count, 28, 28], range(784 * count, 7));
    await writeFile(join(folder, 'mnist', `${part}-images-idx3-ubyte.gz`), gzip(images));
    await writeFile(join(folder, 'mnist', `${part}-labels-idx1-ubyte.gz`), gzip(idx([count], labels)));
  }
  process.env.DECONV_LAB_DATA = folder;
  try {
    server = await start(0);
  } finally {
    delete process.env.DECONV_LAB_DATA;
  }
  await page.goto(`${server.resolvedUrls!.local[0]!}#v=1&data=mnist&net=mlp&w=0.25&lanes=batch&bs=16`);
  await expectPaused(page);
  await expectKept(page);
  const kept = () =>
    page.evaluate(async () => {
      const names: string[] = [];
      const root = await navigator.storage.getDirectory();
      for await (const name of (await root.getDirectoryHandle('data')).keys()) names.push(name);
      return names.filter((name) => name.endsWith('.gz')).length;
    });
  await expect.poll(kept).toBe(4);
  await server.close();
  server = null;
  await rm(folder, { recursive: true });

  await page.reload();
  await expectPaused(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText(/320 training, 64 test images/)).toBeVisible();
  await button(page, 'Play').click();
  await expectSteps(page, 5);
});

test('an updated page shows at the next load', async ({ page }) => {
  server = await start(0);
  const origin = server.resolvedUrls!.local[0]!;
  await page.goto(origin);
  await expectKept(page);
  const { port } = new URL(origin);
  await server.close();
  server = await preview({
    logLevel: 'silent',
    preview: { host: '127.0.0.1', port: Number(port), strictPort: true },
    plugins: [
      {
        name: 'newer',
        configurePreviewServer: ({ middlewares }) =>
          void middlewares.use((request, response, next) => {
            if (request.url !== '/') return next();
            response.setHeader('content-type', 'text/html');
            response.end('<!doctype html><title>newer</title><p>The newer page.</p>');
          }),
      },
    ],
  });
  await page.reload();
  await expect(page.getByText('The newer page.')).toBeVisible();
});
