import type { ReactNode } from 'react';
import { useLab, useView } from '../context.ts';
import './HelpDialog.css';

const keys = [
  ['Space', 'Play or pause'],
  ['→', 'One step'],
  ['R', 'Reset: build the networks anew from the form'],
  ['?', 'This help'],
] as const;

const text = {
  title: 'Deconv Lab',
  about:
    'Networks that are the same but for one choice train side by side on the same images, on this device. Network deconvolution removes the correlation between pixels and channels before every layer; compare it with batch norm or with no normalisation at all.',
  keys: 'Keys',
  numbers:
    'Numbers and lists keep their own keys while they have the focus: arrow up and down change a number in its leading digit.',
  close: 'Close',
};

/** What the page is, and its keys. */
export function HelpDialog(): ReactNode {
  const { view } = useLab();
  const isOpen = useView((state) => state.isHelpOpen);
  if (!isOpen) return null;
  return (
    <dialog
      className="help-dialog"
      aria-labelledby="help-title"
      ref={(dialog) => {
        if (dialog && !dialog.open) dialog.showModal();
      }}
      onClose={() => view.setState({ isHelpOpen: false })}
    >
      <h2 id="help-title">{text.title}</h2>
      <p>{text.about}</p>
      <h3>{text.keys}</h3>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="caption">{text.numbers}</p>
      <form method="dialog">
        <button className="plain-button">{text.close}</button>
      </form>
    </dialog>
  );
}
