import { expect, test } from '@playwright/test';
import { button, expectAccessible, expectPaused, open, read, status } from './page.ts';

const tiny = '#v=1&train=64&test=32&net=mlp&w=0.25&lanes=none,batch&lr=0.05&bs=16&seed=3&n=8&ev=4';

test('answers for single images, tells confusions, goes back to a checkpoint and takes another branch', async ({
  page,
}) => {
  await open(page, tiny);
  const image = page.getByRole('region', { name: 'One image' });
  await expect(image.getByRole('img', { name: /^true class \d$/ })).toBeVisible();
  await expect(status(page, 'Answer A')).toHaveText(/^\d$/);

  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });

  // The table of classes tells the same as the accuracy that the engine measured.
  const confusion = page.getByRole('region', { name: 'Confusion' });
  await expect(confusion.getByRole('img', { name: /^Confusion matrix of A:/ })).toBeVisible();
  await confusion.getByRole('button', { name: 'Table' }).click();
  const shares = confusion.getByRole('table', { name: 'Share of each class recognised' });
  await expect(shares).toBeVisible();
  const recognised = await shares.getByRole('cell').allTextContents();
  expect(recognised).toHaveLength(20);
  for (const share of recognised) expect(share).toMatch(/^(\d+(\.\d+)? %|–)$/);
  // What is not recognised is among the confusions: of 32 images, every one.
  const confusions = confusion.getByRole('table', { name: 'Images taken for another class' });
  // Of each: the answer, then the images of A and of B.
  const cells = await confusions.getByRole('cell').allTextContents();
  const wrong = cells.filter((_, i) => i % 3 === 1).reduce((sum, images) => sum + Number(images), 0);
  expect(wrong).toBe(32 - Math.round(0.32 * (await read(page, 'Accuracy A'))));
  await expect(image.getByText(/^\d+ test images?$/)).toBeVisible();
  await expectAccessible(page, confusion);

  // A drawn stroke is answered at once; the keyboard draws as well as the pointer.
  await image.getByRole('button', { name: 'Draw' }).click();
  await expect(image.getByText('your own')).toBeVisible();
  const pad = image.getByRole('application');
  await pad.press(' ');
  for (let i = 0; i < 8; i++) await pad.press('ArrowDown');
  await expect(status(page, 'Step')).toHaveText('8');
  await expect(status(page, 'Answer B')).toHaveText(/^\d$/);
  await expectAccessible(page, image);
  const painted = await pad.locator('canvas').evaluate((canvas: HTMLCanvasElement) =>
    canvas
      .getContext('2d')!
      .getImageData(0, 0, canvas.width, canvas.height)
      .data.some((v, i) => i % 4 === 0 && v > 128),
  );
  expect(painted).toBe(true);

  const loss = await status(page, 'Loss A').textContent();
  const probabilities = image.getByRole('table', { name: 'Probabilities of the classes' });
  const answers = await probabilities.innerText();
  const inside = page.getByRole('region', { name: 'Inside layer' });
  await expect(inside.getByText('before step 8')).toBeVisible();
  const shareTexts = await shares.innerText();
  await page.getByRole('button', { name: 'Go back to the checkpoint at step 4' }).click();
  await expect(status(page, 'Step')).toHaveText('4');
  await expectPaused(page);
  // All that is seen of the networks is of step 4.
  await expect(inside.getByText('before step 4')).toBeVisible();
  await expect.poll(() => probabilities.innerText()).not.toBe(answers);
  await expect(shares).toBeVisible();
  expect(await shares.innerText()).not.toBe(shareTexts);
  await expect(image.getByText(/^\d+ test images?$/)).toBeVisible();
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  await rate.fill('0.5');
  await rate.press('Enter');
  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  expect(await read(page, 'Step')).toBe(8);
  expect(await status(page, 'Loss A').textContent()).not.toBe(loss);
});

test('says what is wrong with a file that is no picture', async ({ page }) => {
  await open(page, tiny);
  const chooser = page.getByLabel('Picture to classify');
  await chooser.setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('not a picture'),
  });
  await expect(page.getByText('notes.txt is not an image that this browser can read')).toBeVisible();
});

test('an image is the next one, chosen, dropped, pasted, of the camera, drawn or out of the gallery', async ({
  page,
}) => {
  await open(page, tiny.replace('n=8&ev=4', 'n=40&ev=40'));
  const image = page.getByRole('region', { name: 'One image' });
  const picture = image.getByRole('img', { name: /^(true class \d|your own)$/ });
  const pixels = () => picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const answered = async () => {
    for (const lane of ['A', 'B']) await expect(status(page, `Answer ${lane}`)).toHaveText(/^\d$/);
  };
  await answered();
  for (const name of ['Next', 'Shuffle']) {
    const before = await pixels();
    await image.getByRole('button', { name }).click();
    await expect.poll(pixels).not.toBe(before);
    await answered();
  }

  /** Where the light pixels of the picture lie: the middle of a disc, from 0 to 1. */
  const middle = () =>
    picture.evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      let [sum, x, y] = [0, 0, 0];
      for (let i = 0; i < width * height; i++) {
        const light = data[4 * i]! > 128 ? 1 : 0;
        sum += light;
        x += light * ((i % width) / width);
        y += light * (Math.floor(i / width) / height);
      }
      return [x / sum, y / sum].map((value) => Math.round(value * 4) / 4);
    });
  /** A light disc on black, as bytes of a PNG file. */
  const disc = (x: number, y: number) =>
    page.evaluate(
      async ([left, top]) => {
        const canvas = new OffscreenCanvas(64, 64);
        const context = canvas.getContext('2d')!;
        context.fillRect(0, 0, 64, 64);
        context.fillStyle = 'white';
        context.arc(64 * left!, 64 * top!, 9, 0, 7);
        context.fill();
        return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
      },
      [x, y],
    );
  const chosen = { name: 'disc.png', mimeType: 'image/png', buffer: Buffer.from(await disc(0.25, 0.25)) };
  await page.getByLabel('Picture to classify').setInputFiles(chosen);
  await expect(image.getByText('your own')).toBeVisible();
  await expect.poll(middle).toEqual([0.25, 0.25]);
  await answered();

  const events = [
    ['drop', 0.75, 0.25],
    ['paste', 0.5, 0.75],
  ] as const;
  for (const [type, x, y] of events) {
    await picture.evaluate(
      (canvas, { bytes, name }) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'disc.png', { type: 'image/png' }));
        canvas.dispatchEvent(
          name === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
        );
      },
      { bytes: await disc(x, y), name: type },
    );
    await expect.poll(middle, type).toEqual([x, y]);
    await answered();
  }

  // The camera of a test shows a picture that moves.
  await image.getByRole('button', { name: 'Webcam' }).click();
  const camera = image.getByLabel('Picture of the camera');
  await expect(camera).toBeVisible();
  for (let frame = 0; frame < 2; frame++) {
    const before = await pixels();
    await expect.poll(pixels).not.toBe(before);
  }
  await answered();
  await expectAccessible(page, image);
  const stream = await camera.evaluateHandle((video: HTMLVideoElement) => video.srcObject as MediaStream);
  await image.getByRole('button', { name: 'Stop' }).click();
  await expect(camera).toBeHidden();
  expect(await stream.evaluate((held) => held.getTracks().map(({ readyState }) => readyState))).toEqual([
    'ended',
  ]);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('Permission denied'));
  });
  await image.getByRole('button', { name: 'Webcam' }).click();
  await expect(image.getByText('The camera gives no picture (Permission denied).')).toBeVisible();

  await image.getByRole('button', { name: 'Draw' }).click();
  const pad = image.getByRole('application').locator('canvas');
  const box = (await pad.boundingBox())!;
  const to = (x: number, y: number) => page.mouse.move(box.x + x * box.width, box.y + y * box.height);
  await to(0.5, 0.2);
  await page.mouse.down();
  for (const y of [0.4, 0.6, 0.8]) await to(0.5, y);
  await page.mouse.up();
  const column = await pad.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(Math.floor(canvas.width / 2), 0, 1, canvas.height);
    return data.filter((value, i) => i % 4 === 0 && value > 128).length / canvas.height;
  });
  expect(column).toBeGreaterThan(0.4);
  await answered();

  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  // One of the two is wrong somewhere where the other is right.
  const shown = image.getByRole('list').getByRole('button').first();
  const pair = image.getByRole('combobox').filter({ hasText: 'wrong' });
  await expect(image.getByText(/^\d+ test images?$/)).toBeVisible();
  if (await image.getByText('0 test images', { exact: true }).isVisible())
    await pair.selectOption({ label: 'B wrong, A right' });
  await expect(shown).toBeVisible();
  await shown.click();
  await expect(image.getByRole('img', { name: /^true class \d$/ })).toBeVisible();
});

test('images of the test set that come late replace no drawing that was begun after they were asked for', async ({
  page,
}) => {
  // All but the first are held back until they are let go.
  await page.addInitScript(() => {
    interface Said {
      readonly question?: { readonly type: string; readonly index: number };
      readonly answer?: { readonly type: string; readonly index: number };
    }
    const held: (() => void)[] = [];
    const come: number[] = [];
    Object.assign(window, { held, come });
    window.Worker = class extends Worker {
      constructor(...options: ConstructorParameters<typeof Worker>) {
        super(...options);
        this.addEventListener('message', ({ data: { answer } }: MessageEvent<Said>) => {
          if (answer?.type === 'testImage') come.push(answer.index);
        });
      }
      override postMessage(said: Said): void {
        const send = () => super.postMessage(said);
        if (said.question?.type === 'testImage' && said.question.index > 0) held.push(send);
        else send();
      }
    };
  });
  await open(page, tiny);
  const image = page.getByRole('region', { name: 'One image' });
  await expect(image.getByRole('img', { name: /^true class \d$/ })).toBeVisible();
  await expect(status(page, 'Answer A')).toHaveText(/^\d$/);
  for (let i = 0; i < 2; i++) await image.getByRole('button', { name: 'Next' }).click();
  await image.getByRole('button', { name: 'Draw' }).click();
  await expect(image.getByText('your own')).toBeVisible();
  await page.evaluate(() => {
    for (const send of (window as unknown as { held: (() => void)[] }).held) send();
  });
  const come = () => page.evaluate(() => (window as unknown as { come: number[] }).come);
  // Two presses are two images on.
  await expect.poll(come).toEqual([0, 1, 2]);
  await expect(status(page, 'Answer A')).toHaveText(/^\d$/);
  await expect(image.getByText('your own')).toBeVisible();
  await image.getByRole('button', { name: 'Draw' }).click();
  await expect(image.getByRole('img', { name: 'your own' })).toBeVisible();
});

test('the gallery of a pair of lanes is that of the first two where the next run has fewer', async ({
  page,
}) => {
  await open(page, tiny.replace('none,batch', 'none,batch,none').replace('n=8&ev=4', 'n=4&ev=4'));
  const image = page.getByRole('region', { name: 'One image' });
  const pair = image.getByRole('combobox', { name: 'Which images to show' });
  const count = image.getByText(/^\d+ test images?$/);
  const play = async () => {
    await button(page, 'Play').click();
    await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });
    await expect(count).toBeVisible();
  };
  await play();
  const ofFirst = await count.innerText();
  expect(ofFirst).not.toMatch(/^0/);
  await pair.selectOption({ label: 'C wrong, B right' });
  await button(page, 'Remove lane C').click();
  await button(page, 'Reset').click();
  await expectPaused(page);
  await play();
  await expect(pair).toHaveValue('0,1');
  // The same seed gives the same networks.
  await expect(count).toHaveText(ofFirst);
});
