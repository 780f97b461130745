import { unreachable } from '../util/assert.ts';
import { runInSlices } from '../util/slices.ts';
import type { TrainConfig } from './config.ts';
import { classImages, type ClassImages } from './data/classImages.ts';
import { viewImage, type ImageViews } from './data/imageViews.ts';
import { measureData, type DataStatistics } from './data/statistics.ts';
import { describeRun, type RunDescription } from './describeRun.ts';
import type { SampleImage } from './samples.ts';
import type { Session } from './session.ts';
import type { Gallery, TestImage } from './testImages.ts';

/** What a page asks of a session; each is answered under the same `type`. */
export type Question =
  /** Images of the training set, spread over it. */
  | { readonly type: 'samples'; readonly count: number }
  | { readonly type: 'testImage'; readonly index: number }
  /** Training images of a class, or of all; and how many there are of each class. */
  | { readonly type: 'classImages'; readonly label: number | null; readonly count: number }
  /** A training image raw, augmented, normalised and whitened. */
  | { readonly type: 'imageViews'; readonly index: number }
  | { readonly type: 'dataStatistics' }
  /** Test images that lane `wrong` got wrong and lane `right` right. */
  | { readonly type: 'gallery'; readonly wrong: number; readonly right: number; readonly count: number }
  /** What the lanes make of an image; `pixels`: [H, W, C] bytes of the data set's shape. */
  | { readonly type: 'classify'; readonly pixels: Uint8Array<ArrayBuffer> }
  /** What a configuration would consist of and take; it need not be that of the run at hand. */
  | { readonly type: 'describe'; readonly config: TrainConfig };

export type Answer =
  | { readonly type: 'samples'; readonly images: readonly SampleImage[] }
  | ({ readonly type: 'testImage' } & TestImage)
  | ({ readonly type: 'classImages' } & ClassImages)
  | ({ readonly type: 'imageViews' } & ImageViews)
  | ({ readonly type: 'dataStatistics' } & DataStatistics)
  | ({ readonly type: 'gallery' } & Gallery)
  /** By lane, probabilities of the classes; null for a stopped lane. */
  | { readonly type: 'classify'; readonly lanes: readonly (Float32Array | null)[] }
  | ({ readonly type: 'describe' } & RunDescription);

/** The question, or the answer, of one type. */
export type QuestionOf<Type extends Question['type']> = Extract<Question, { readonly type: Type }>;
export type AnswerTo<Type extends Question['type']> = Extract<Answer, { readonly type: Type }>;

/**
 * Answers from what the session knows and has on the GPU.
 *
 * @throws UserError when there is no answer.
 */
export async function answerQuestion(session: Session, question: Question): Promise<Answer> {
  switch (question.type) {
    case 'samples':
      return { type: 'samples', images: session.samples(question.count) };
    case 'testImage':
      return { type: 'testImage', ...session.testImage(question.index) };
    case 'classImages':
      return { type: 'classImages', ...classImages(session.loaded.dataset, question) };
    case 'imageViews': {
      const { dataset, config } = session.loaded;
      const { value } = await runInSlices(viewImage(dataset, question.index, config));
      return { type: 'imageViews', ...value };
    }
    case 'dataStatistics': {
      const { value } = await runInSlices(measureData(session.loaded.dataset));
      return { type: 'dataStatistics', ...value };
    }
    case 'gallery':
      return { type: 'gallery', ...session.gallery(question, question.count) };
    case 'classify':
      return { type: 'classify', lanes: await session.classify(question.pixels) };
    case 'describe':
      return { type: 'describe', ...describeRun(question.config, session.limitBytes, session.dataset) };
    default:
      return unreachable(question);
  }
}
