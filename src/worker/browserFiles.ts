import type { FileProgress } from '../data/delivery/deliver.ts';
import { Deliveries } from '../data/delivery/deliveries.ts';
import type { FileStore } from '../data/delivery/store.ts';
import { droppedPlace, type DroppedFile } from '../data/droppedFiles.ts';
import type { OpenSource, SourceRequest } from '../data/source.ts';
import { UserError } from '../util/assert.ts';
import { openBrowserStore } from './browserStore.ts';
import { dataFolders } from './dataFolders.ts';
import { addNotice } from './notices.ts';

/** Milliseconds between two reports of progress. */
const reportMs = 100;

/** Milliseconds in which the store has to open a file: Chromium now and then never does. */
const storeMs = 3000;

type Report = (files: readonly FileProgress[], notices: readonly string[]) => void;

interface Wanted {
  readonly config: { readonly dataset: string };
  readonly files?: readonly DroppedFile[];
  readonly mirrors?: readonly string[];
}

/** Where a browser's training worker has its data files from. */
export class BrowserFiles {
  private readonly report: Report;
  private wanted: Wanted = { config: { dataset: '' } };
  private key = '';
  /** Those of the run at hand. */
  private deliveries: Promise<Deliveries> | null = null;
  private store: Promise<FileStore | null> | null = null;
  private progress: readonly FileProgress[] = [];
  private notices: readonly string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(report: Report) {
    this.report = report;
  }

  /** A run begins; true when files loaded before are not those it wants. */
  begin(wanted: Wanted): boolean {
    const { config, files = [], mirrors = [] } = wanted;
    const names = files.map(({ path, blob }) => [path, blob.size]);
    const key = JSON.stringify([config.dataset, names, mirrors]);
    const hasChanged = key !== this.key;
    this.key = key;
    this.wanted = wanted;
    if (hasChanged) {
      this.cancel();
      this.progress = [];
      this.notices = [];
    } else this.tell();
    return hasChanged;
  }

  async open(request: SourceRequest): Promise<OpenSource> {
    const mine = (this.deliveries ??= this.createDeliveries());
    const deliveries = await mine;
    if (mine !== this.deliveries) throw new UserError('The download was cancelled.');
    return deliveries.open(request);
  }

  async refuse(error: unknown): Promise<boolean> {
    const deliveries = await this.deliveries;
    return (await deliveries?.refuse(error)) ?? false;
  }

  /** Stops what is under way; the next `open` tries every place again. */
  cancel(): void {
    void this.deliveries?.then((deliveries) => {
      deliveries.cancel();
      this.progress = [];
      this.tell();
    });
    this.deliveries = null;
  }

  private async createDeliveries(): Promise<Deliveries> {
    const { files = [], mirrors = [] } = this.wanted;
    this.store ??= this.openStore();
    return new Deliveries({
      fetch: (address, options) => fetch(address, options),
      store: await this.store,
      storeMs,
      folders: dataFolders(mirrors),
      dropped: files.length > 0 ? droppedPlace(files) : null,
      onProgress: (progress) => {
        this.progress = progress;
        this.timer ??= setTimeout(() => this.tell(), reportMs);
      },
      onNotice: (notice) => {
        this.notices = addNotice(this.notices, notice);
        this.tell();
      },
    });
  }

  private async openStore(): Promise<FileStore | null> {
    const store = await openBrowserStore();
    if (!store)
      this.notices = addNotice(
        this.notices,
        'This browser keeps no files for this page: data sets are fetched anew at every visit.',
      );
    return store;
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.report(this.progress, this.notices);
  }
}
