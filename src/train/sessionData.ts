import type { Dataset } from '../data/dataset.ts';
import { findDataset } from '../data/datasets.ts';
import type { ImageDecoder } from '../data/imageDecoder.ts';
import { loadDataset } from '../data/load.ts';
import type { OpenSources } from '../data/source.ts';
import type { TrainConfig } from './config.ts';
import { roomForImages } from './room.ts';

export type { DroppedFile } from '../data/droppedFiles.ts';

export interface DataOptions {
  /** Finds the files of a data set. */
  readonly openSources: OpenSources;
  readonly decodeImages: ImageDecoder;
  /**
   * Called when the files that `openSources` gave turned out to be damaged; true when it may give better ones now.
   * Default: it cannot.
   */
  readonly refuseSources?: (error: unknown) => Promise<boolean>;
  /** The images in use were refused, and no others could be had. Default: the listener hears of it. */
  readonly onFailure?: (error: unknown) => void;
  /** Training may start with the first images of a set and take up the rest as it comes. Default false. */
  readonly isGrowing?: boolean;
}

/** What a session hears of its data. */
export interface DataListener {
  readonly onProgress: (done: number, total: number) => void;
  /** More images have come, or, with a sentence, no more will. */
  readonly onGrowth: (dataset: Dataset, fault: string | null) => void;
  /** The images in use are wrong, and other files may be right: everything must be built anew. */
  readonly onRefused: () => Promise<void>;
  /** That failed, for the reason of a sentence. */
  readonly onFailure: (message: string) => void;
}

/** Milliseconds between two reports of images that have come. */
const reportMs = 100;

/** The data set of a session: loaded once for all runs that want the same, perhaps still growing. */
export class SessionData {
  private readonly options: DataOptions;
  private readonly listener: DataListener;
  private loaded: { readonly key: string; readonly dataset: Dataset } | null = null;
  /** Why the rest of the loaded set does not come; null as long as it may. */
  fault: string | null = null;
  /** Ends the loading of a set that is not wanted any more. */
  private loading = new AbortController();

  constructor(options: DataOptions, listener: DataListener) {
    this.options = options;
    this.listener = listener;
  }

  get dataset(): Dataset | null {
    return this.loaded?.dataset ?? null;
  }

  /** Whether the set of a configuration is at hand. */
  has(config: TrainConfig): boolean {
    return this.loaded?.key === keyOf(config);
  }

  /**
   * @param device waited for only where the room on it matters
   * @throws UserError when the set cannot be had.
   */
  async load(config: TrainConfig, device: () => Promise<GPUDevice>): Promise<Dataset> {
    const { dataset: name, seed, trainSize, testSize, labelNoise } = config;
    const key = keyOf(config);
    while (this.loaded?.key !== key) {
      const { openSources, decodeImages, isGrowing = false } = this.options;
      this.forget();
      const { signal } = this.loading;
      let nextReport = -Infinity;
      try {
        const dataset = await loadDataset(findDataset(name), {
          open: openSources,
          decode: decodeImages,
          seed,
          trainSize,
          testSize,
          labelNoise,
          isGrowing,
          roomFor: (count, bytes) => roomForImages(device, count, bytes),
          signal,
          onProgress: (done, total) => {
            // Parts come by the hundred, and whoever shows them has better things to do.
            if (done < total && performance.now() < nextReport) return;
            nextReport = performance.now() + reportMs;
            this.listener.onProgress(done, total);
            if (this.loaded?.key === key) this.listener.onGrowth(this.loaded.dataset, null);
          },
        });
        // Overtaken: what came of it is no whole set, and its run is not built any more.
        if (signal.aborted) return dataset;
        this.loaded = { key, dataset };
        dataset.complete.catch((error: unknown) => (signal.aborted ? undefined : this.onFailure(key, error)));
      } catch (error) {
        if (signal.aborted || !(await this.options.refuseSources?.(error))) throw error;
      }
    }
    return this.loaded.dataset;
  }

  /** Reads anew at the next load, even what has the same name. */
  forget(): void {
    this.loading.abort();
    this.loading = new AbortController();
    this.loaded = null;
    this.fault = null;
  }

  /** The rest of a set did not come: wrong images make the run worthless, missing ones only make the set smaller. */
  private async onFailure(key: string, error: unknown): Promise<void> {
    if (this.loaded?.key !== key) return;
    if (await this.options.refuseSources?.(error)) {
      this.forget();
      const fail = this.options.onFailure ?? ((reason) => this.listener.onFailure(describe(reason)));
      await this.listener.onRefused().catch(fail);
    } else {
      this.fault = describe(error);
      this.listener.onGrowth(this.loaded.dataset, this.fault);
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a set follows from. */
function keyOf({ dataset, seed, trainSize, testSize, labelNoise }: TrainConfig): string {
  return JSON.stringify([dataset, seed, trainSize, testSize, labelNoise]);
}
