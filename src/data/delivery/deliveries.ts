import { UserError } from '../../util/assert.ts';
import { openSource, type FilePlace } from '../openSources.ts';
import type { OpenFile, OpenSource, Source, SourceFile, SourceRequest } from '../source.ts';
import {
  ChecksumError,
  deliver,
  UnreachableError,
  type Delivery,
  type DeliveryOptions,
  type FileProgress,
  type Place,
} from './deliver.ts';
import { DeliveryError } from './http.ts';
import { NotKeptError } from './store.ts';

export interface DeliveriesOptions extends Omit<DeliveryOptions, 'signal' | 'onProgress'> {
  /**
   * Folders of servers that may hold data sets, best first, without a slash at the end: `/data` of the page's own
   * server, mirrors that the user names.
   */
  readonly folders: readonly string[];
  /** Files that the user dropped on the page; null when there are none. */
  readonly dropped: FilePlace | null;
  /** Whether mirrors count that let no page of another origin read. Default false, as in a browser. */
  readonly reachesClosed?: boolean;
  /** Ends the sentence on a set that could not be had with the ways out. Default: those that the page offers. */
  readonly waysOut?: (request: SourceRequest) => string;
  /** How far each file of the set is. */
  readonly onProgress?: (files: readonly FileProgress[]) => void;
}

/** A source with the places of its files; `folders` are those that have it. */
interface Candidate {
  readonly source: Source;
  readonly places: readonly (readonly Place[])[];
}

/**
 * Where the files of a data set come from in a browser: dropped on the page, kept from an earlier visit, from `/data/` of
 * the page's own server, from the user's mirrors, from public mirrors. One data set at a time.
 */
export class Deliveries {
  private readonly options: DeliveriesOptions;
  private readonly refused = new Set<string>();
  /** Sentences on what was refused. */
  private readonly faults: string[] = [];
  private controller = new AbortController();
  private current: { readonly key: string; readonly delivery: Delivery }[] = [];
  private progress = new Map<string, FileProgress>();

  constructor(options: DeliveriesOptions) {
    this.options = options;
  }

  /** As `OpenSources`: returns when the first bytes of every file are there. */
  readonly open = async (request: SourceRequest): Promise<OpenSource> => {
    this.cancel();
    this.controller = new AbortController();
    const { signal } = this.controller;
    const { dropped } = this.options;
    if (dropped)
      for (const source of request.sources) {
        const found = await openSource(source, dropped);
        if (!Array.isArray(found)) return found;
      }
    const faults = this.faults.slice();
    for await (const candidate of this.candidates(request, signal)) {
      if (signal.aborted) break;
      try {
        return await this.openCandidate(candidate);
      } catch (error) {
        if (signal.aborted || error instanceof NotKeptError) throw error;
        if (error instanceof ChecksumError && (await this.refuse(error))) return this.open(request);
        faults.push(error instanceof Error ? error.message : String(error));
        this.cancelCurrent();
      }
    }
    if (signal.aborted) throw signal.reason;
    throw new UserError(sayUnavailable(request, faults, this.options.waysOut ?? waysOutOfPage));
  };

  /** Waits until every file of the set that `open` gave last is there, agrees with its checksum and is kept. */
  async whole(): Promise<void> {
    await Promise.all(this.current.map(({ delivery }) => delivery.whole));
  }

  /**
   * The set that `open` gave last turned out to be damaged: what it came from is not used again, and what was kept of it
   * is dropped. Files that agree with their checksums stay, as do all but the one that does not.
   *
   * @returns whether `open` may do better now: not when the files were dropped on the page, or did not come at all.
   */
  readonly refuse = async (error: unknown): Promise<boolean> => {
    const { store, onNotice } = this.options;
    const isDamage = error instanceof UserError || error instanceof DeliveryError;
    if (!isDamage || error instanceof UnreachableError || error instanceof NotKeptError) return false;
    if (this.controller.signal.aborted) return false;
    const { current } = this;
    this.cancelCurrent();
    const ends = await Promise.all(
      current.map(({ delivery }) => delivery.whole.catch((reason: unknown) => reason)),
    );
    const mismatches = ends.filter((end) => end instanceof ChecksumError);
    const wrong = current.filter((_, i) => ends[i] instanceof ChecksumError);
    const unknown = current.filter(({ delivery }) => !delivery.isVerified());
    const suspects = wrong.length > 0 ? wrong : unknown.length > 0 ? unknown : current;
    if (suspects.length === 0) return false;
    const addresses = suspects.map(
      ({ key, delivery }) => delivery.address() ?? `the copy of ${key} kept here`,
    );
    for (const { key, delivery } of suspects) {
      const address = delivery.address();
      if (address !== null) this.refused.add(address);
      await store?.remove(key);
    }
    if (wrong.length > 0) {
      // Whoever fetched them has said so.
      this.faults.push(...mismatches.map(({ message }) => message));
      return true;
    }
    const fault = `Refused ${addresses.join(', ')}: ${error.message}`;
    this.faults.push(fault);
    onNotice?.(fault);
    return true;
  };

  /** Stops what is under way; the beginnings of files are kept. */
  cancel(): void {
    this.controller.abort(new UserError('The download was cancelled.'));
    this.cancelCurrent();
  }

  private cancelCurrent(): void {
    this.attempt?.abort(new UserError('The download was cancelled.'));
    this.attempt = null;
    this.current = [];
    this.progress = new Map();
  }

  private attempt: AbortController | null = null;

  private async openCandidate({ source, places }: Candidate): Promise<OpenSource> {
    const { onProgress } = this.options;
    const attempt = new AbortController();
    this.attempt = attempt;
    const progress = this.progress;
    const deliveries = await Promise.all(
      source.files.map(({ path }, i) =>
        deliver(
          { key: path, places: places[i]! },
          {
            ...this.options,
            signal: attempt.signal,
            onProgress: (file) => {
              progress.set(path, file);
              if (progress === this.progress) onProgress?.([...progress.values()]);
            },
          },
        ),
      ),
    );
    if (attempt.signal.aborted) throw attempt.signal.reason;
    this.current = deliveries.map((delivery, i) => ({ key: source.files[i]!.path, delivery }));
    // A source none of whose mirrors answers is known by its first bytes: another can still be taken.
    await Promise.all(deliveries.map(({ file }) => file.read(0, 1)));
    return {
      format: source.format,
      files: deliveries.map(({ file }, i): OpenFile => ({ role: source.files[i]!.role, file })),
    };
  }

  /**
   * Sources that may be had, in the order of trial: kept whole, in the first folder that has one, at public mirrors. Folders
   * are looked at when what is kept does not do.
   */
  private async *candidates(
    { sources }: SourceRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Candidate, void, void> {
    const { store, folders } = this.options;
    // Nothing but files can be fetched: a folder's content is not known.
    const fetchable = sources.filter(({ files }) => files.every(({ path }) => !path.endsWith('/')));
    const files = (await store?.list()) ?? [];
    const kept = new Set(files.filter(({ isWhole }) => isWhole).map(({ key }) => key));
    const candidate = (source: Source, groups: readonly Place[][]): Candidate => ({
      source,
      places: source.files.map((file, i) => [...groups.map((group) => group[i]!), ...this.mirrorsOf(file)]),
    });
    for (const source of fetchable)
      if (source.files.every(({ path }) => kept.has(path))) yield candidate(source, []);

    const found = new Map<Source, Place[][]>();
    const places = await Promise.all(folders.map((folder) => this.placesIn(folder, fetchable, signal)));
    for (const groups of places)
      for (const [i, group] of groups.entries()) {
        const source = fetchable[i]!;
        if (group) found.set(source, [...(found.get(source) ?? []), group]);
      }
    for (const source of fetchable)
      if (!found.has(source) && source.files.every((file) => this.mirrorsOf(file).length > 0))
        found.set(source, []);
    for (const [source, groups] of found) yield candidate(source, groups);
  }

  private mirrorsOf({ mirrors, bytes, sha256, md5 }: SourceFile): Place[] {
    return mirrors
      .filter(({ address, isOpen }) => (isOpen || this.options.reachesClosed) && !this.refused.has(address))
      .map(({ address }) => ({ address, bytes, sha256, md5 }));
  }

  /** Where the files of each source lie in a folder; null for a source that is not whole there. */
  private async placesIn(
    folder: string,
    sources: readonly Source[],
    signal: AbortSignal,
  ): Promise<(Place[] | null)[]> {
    const addressesOf = ({ path, aliases = [] }: SourceFile) => {
      const own = path.slice(0, path.lastIndexOf('/') + 1);
      const addresses = [path, ...aliases.map((alias) => own + alias)].map((name) => `${folder}/${name}`);
      return addresses.filter((address) => !this.refused.has(address));
    };
    // A server that does not answer will not do so for another file.
    const [first] = sources.flatMap(({ files }) => files.flatMap(addressesOf));
    const answer = first === undefined ? 'unreachable' : await this.probe(first, signal);
    if (answer === 'unreachable') return [];

    const placeOf = async (file: SourceFile): Promise<Place | null> => {
      for (const address of addressesOf(file))
        if ((address === first ? answer : await this.probe(address, signal)) === 'there') return { address };
      return null;
    };
    return Promise.all(
      sources.map(async ({ files: [start, ...others] }) => {
        const place = await placeOf(start!);
        const places = place && [place, ...(await Promise.all(others.map(placeOf)))];
        return places?.every((found) => found !== null) ? places : null;
      }),
    );
  }

  private async probe(address: string, signal: AbortSignal): Promise<'there' | 'missing' | 'unreachable'> {
    const { fetch, onNotice, patience } = this.options;
    if (signal.aborted) return 'unreachable';
    const controller = new AbortController();
    const stop = () => controller.abort();
    const timer = setTimeout(stop, patience?.stallMs ?? 5000);
    signal.addEventListener('abort', stop);
    try {
      const { status, headers, body } = await fetch(address, {
        headers: { range: 'bytes=0-0' },
        signal: controller.signal,
      });
      void body
        ?.getReader()
        .cancel()
        .catch(() => undefined);
      const isPage = (headers.get('content-type') ?? '').includes('text/html');
      return (status === 200 || status === 206) && !isPage ? 'there' : 'missing';
    } catch {
      const isOwnServer = address.startsWith('/');
      if (!isOwnServer && !signal.aborted)
        onNotice?.(`${address} cannot be reached. Now trying the next place.`);
      return 'unreachable';
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }
}

function sayUnavailable(
  request: SourceRequest,
  faults: readonly string[],
  waysOut: (request: SourceRequest) => string,
): string {
  const { title, sources } = request;
  const isOwn = sources[0]?.files.every(({ path }) => path.endsWith('/')) ?? true;
  if (isOwn) {
    const reason = faults.length > 0 ? ` could not be had. ${faults.join(' ')} Drop` : ': drop';
    return `${title}${reason} a folder with one folder of images for each class, or a zip file of it, on the page.`;
  }
  const reason = faults.length > 0 ? faults.join(' ') : 'No place has its files.';
  return `${title} could not be had. ${reason} ${waysOut(request)}`;
}

function waysOutOfPage({ name, sources }: SourceRequest): string {
  const names = sources[0]?.files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).join(', ') ?? '';
  return (
    `Drop its files on the page (${names}), name a mirror of your own under "Explore the data", or have the server's ` +
    `owner run "npm run data -- ${name}".`
  );
}
