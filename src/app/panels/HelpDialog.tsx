import type { ReactNode } from 'react';
import { Dialog } from '../components/Dialog.tsx';
import { helpStrings as text } from '../helpStrings.ts';

/** What the page is, and its keys. */
export default function HelpDialog({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Dialog title={text.title} onClose={onClose}>
      <p>{text.about}</p>
      <h3>{text.keysTitle}</h3>
      <dl>
        {text.keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="caption">{text.numbers}</p>
      <h3>{text.pagesTitle}</h3>
      <ul>
        {text.pages.map(([address, title]) => (
          <li key={address}>
            <a href={address}>{title}</a>
          </li>
        ))}
      </ul>
      <h3>{text.linksTitle}</h3>
      <p className="caption">{text.links}</p>
    </Dialog>
  );
}
