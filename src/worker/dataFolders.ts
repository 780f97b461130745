/** Folder of the page's own server that may hold data sets. */
const ownServer = '/data';

/** Folders of servers that are asked for files of data sets, best first, without a slash at the end. */
export function dataFolders(mirrors: readonly string[]): string[] {
  return [ownServer, ...mirrors.map((mirror) => mirror.replace(/\/+$/, ''))];
}
