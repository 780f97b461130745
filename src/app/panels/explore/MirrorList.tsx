import { useId, useState, type ReactNode } from 'react';
import { useConfig, useLab } from '../../context.ts';
import { exploreStrings } from '../../exploreStrings.ts';
import { parseMirrors, saveMirrors } from '../../datasets/mirrors.ts';

const text = exploreStrings.files;

/** Addresses of folders that data sets are fetched from before the public mirrors. */
export function MirrorList(): ReactNode {
  const { config } = useLab();
  const mirrors = useConfig((state) => state.mirrors);
  const [typed, setTyped] = useState(mirrors.join('\n'));
  const [message, setMessage] = useState('');
  const id = useId();
  const save = () => {
    const parsed = parseMirrors(typed);
    if ('problem' in parsed) return setMessage(parsed.problem);
    const isKept = saveMirrors(parsed.mirrors);
    if (parsed.mirrors.join() !== mirrors.join()) config.setState({ mirrors: parsed.mirrors });
    setMessage(isKept ? text.saved : text.notKept);
  };
  return (
    <section className="explore-mirrors">
      <h3>
        <label htmlFor={id}>{text.mirrors}</label>
      </h3>
      <textarea
        id={id}
        rows={3}
        spellCheck={false}
        value={typed}
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          setTyped(event.target.value);
          setMessage('');
        }}
      />
      <p id={`${id}-help`} className="caption">
        {text.mirrorsHelp}
      </p>
      <button type="button" className="plain-button" onClick={save}>
        {text.save}
      </button>{' '}
      <span role="status">{message}</span>
    </section>
  );
}
