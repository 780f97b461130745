import type { ByteFile } from './byteFile.ts';

/** The formats in which data sets are stored; `formats/` has a reader for each. */
export type FormatName = 'idx' | 'cifar' | 'parquet' | 'folder' | 'svhn' | 'stl10';

/** One address from which a file can be fetched. */
export interface Mirror {
  readonly address: string;
  /** False where the server does not let pages of other origins read: for the command line and for dropping only. */
  readonly isOpen: boolean;
}

/** What a file holds: images with their labels, or one of the two, of one split or of all. */
export type FileRole = 'train' | 'test' | 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels' | 'all';

/** A file of a data set. */
export interface SourceFile {
  readonly role: FileRole;
  /**
   * Where it lies below `/data/`, the directory of `--data` and the cache: `mnist/train-images-idx3-ubyte.gz`. One that
   * ends in `/` stands for all files below that folder.
   */
  readonly path: string;
  /** Names in the same folder, or below it, under which copies go round as well. */
  readonly aliases?: readonly string[];
  /** Where it can be fetched, best first; all give the same bytes. */
  readonly mirrors: readonly Mirror[];
  /** Length in bytes, where it is known, of what the mirrors give. */
  readonly bytes?: number;
  /** Lower-case hexadecimal checksums, where known, of what the mirrors give. Copies elsewhere may be packed otherwise. */
  readonly sha256?: string;
  readonly md5?: string;
}

/** One way of having a whole data set: files that belong together. */
export interface Source {
  readonly format: FormatName;
  readonly files: readonly SourceFile[];
}

/** A file that was found, with what it holds. */
export interface OpenFile {
  readonly role: FileRole;
  readonly file: ByteFile;
}

/** A source all of whose files are there, or on their way. */
export interface OpenSource {
  readonly format: FormatName;
  readonly files: readonly OpenFile[];
}

/** What is asked of whoever knows where files lie: a folder, a server, a cache, mirrors, files dropped on the page. */
export interface SourceRequest {
  /** Short name and title of the data set, for folders and sentences. */
  readonly name: string;
  readonly title: string;
  /** Best first. */
  readonly sources: readonly Source[];
}

/**
 * Finds the files of a data set: the first source of which all files are at hand, else the first that can be fetched.
 * May return before the bytes are there; reading waits for them.
 *
 * @throws UserError that says what is missing, and the ways to have it.
 */
export type OpenSources = (request: SourceRequest) => Promise<OpenSource>;
