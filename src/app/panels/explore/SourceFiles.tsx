import type { ReactNode } from 'react';
import type { SourceFile } from '../../../data/source.ts';
import { useConfig } from '../../context.ts';
import { exploreStrings } from '../../exploreStrings.ts';
import { findRow } from '../../datasets/row.ts';
import { addressesOf } from './addresses.ts';

const text = exploreStrings.files;

/** The files of the chosen set: their formats and checksums, which are kept, and where they are asked for in which order. */
export function SourceFiles({ kept }: { kept: ReadonlySet<string> }): ReactNode {
  const sources = useConfig(({ config }) => findRow(config.dataset)?.sources) ?? [];
  return (
    <section>
      <h3>{text.files}</h3>
      <p className="caption">{sources.length > 0 ? text.order : text.drawn}</p>
      <ol className="set-sources" aria-label={text.files}>
        {sources.map(({ format, files }) => (
          <li key={files[0]!.path}>
            {text.formats[format]}
            <ul>
              {files.map((file) => (
                <File key={file.path} file={file} isKept={kept.has(file.path)} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

function File({ file, isKept }: { file: SourceFile; isKept: boolean }): ReactNode {
  const mirrors = useConfig((state) => state.mirrors);
  const addresses = addressesOf(file, mirrors);
  const sum = file.sha256 ?? file.md5;
  return (
    <li>
      <span title={sum}>
        <b>{file.path}</b> · {sum === undefined ? text.noSum : text.sum(file.sha256 ? 'SHA-256' : 'MD5', sum)}
        {isKept && ` · ${text.isKept}`}
      </span>
      {addresses.length === 0 && <p className="caption">{text.noAddress}</p>}
      <ol className="caption">
        {addresses.map(({ address, isOpen }) => (
          <li key={address}>
            {new URL(address, location.href).href}
            {!isOpen && ` · ${text.closed}`}
          </li>
        ))}
      </ol>
    </li>
  );
}
