import { expect, test } from 'vitest';
import { lane, openSession, tiny } from '../testing/session.ts';
import type { TrainConfig } from './config.ts';

// Evaluation batches of 64, so that the 70 images take a short second one.
const config: TrainConfig = {
  ...tiny,
  model: 'lenet',
  lanes: [lane('none'), lane('batch')],
  trainSize: 80,
  testSize: 70,
  batchSize: 16,
  learningRate: 0.05,
  steps: 30,
};

test('confusion, gallery and single images tell the same story as the accuracy', async () => {
  const { session, play, all } = openSession();
  await play(config);
  const { lanes } = all('evaluation').at(-1)!;
  const images = Array.from({ length: 70 }, (_, index) => session.testImage(index));
  const classes = all('ready')[0]!.classes;
  lanes.forEach((result, index) => {
    const { confusion, accuracy } = result!;
    expect(confusion.reduce((a, b) => a + b, 0)).toBe(70);
    const right = classes.reduce((sum, _, k) => sum + confusion[k * classes.length + k]!, 0);
    expect(right / 70).toBeCloseTo(accuracy, 6);
    const answered = images.filter(({ image, answers }) => classes[answers[index]!] === image.label);
    expect(answered).toHaveLength(right);
  });

  const gallery = session.gallery({ wrong: 0, right: 1 }, 3);
  const expected = images.filter(
    ({ image, answers: [a, b] }) => classes[a!] !== image.label && classes[b!] === image.label,
  );
  expect(gallery.total).toBe(expected.length);
  expect(gallery.total).toBeGreaterThan(0);
  expect(gallery.images).toEqual(expected.slice(0, 3));
});

test('classifies an image as the evaluation did, and disturbs neither training nor evaluation', async () => {
  const { session, play, all, losses } = openSession();
  await play(config);
  for (const index of [0, 63, 69]) {
    const { image, answers } = session.testImage(index);
    const lanes = await session.classify(image.pixels);
    lanes.forEach((probabilities, i) => {
      const best = probabilities!.indexOf(Math.max(...probabilities!));
      expect(best).toBe(answers[i]);
      expect(probabilities!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    });
  }

  const disturbed = openSession();
  await disturbed.session.start(config);
  const { pixels } = disturbed.session.testImage(5).image;
  disturbed.session.play();
  let asked = 0;
  while (disturbed.session.status !== 'finished') {
    await disturbed.session.classify(pixels);
    asked++;
  }
  expect(asked).toBeGreaterThan(1);
  expect(disturbed.losses(1)).toEqual(losses(1));
  expect(disturbed.all('evaluation')).toEqual(all('evaluation'));
});

test('says what it cannot answer', async () => {
  const { session } = openSession();
  await expect(session.classify(new Uint8Array(784))).rejects.toThrow('no networks yet');
  expect(() => session.testImage(0)).toThrow('There is no test image 0; there are 0');
  await session.start(config);
  await expect(session.classify(new Uint8Array(3))).rejects.toThrow('The image has 3 values');
  expect(() => session.testImage(70)).toThrow('there are 70');
  expect(session.testImage(0).answers).toEqual([]);
  expect(session.gallery({ wrong: 0, right: 1 }, 4)).toEqual({ total: 0, images: [] });
});
