import { useState, type ReactNode } from 'react';
import { Section } from '../components/controls.tsx';
import { useAccess } from '../access.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import { useConfig, useLab, useRun } from '../context.ts';
import { toImageData } from '../pixels.ts';
import { canonicalName, describeDrop, missingFiles } from '../mnistFiles.ts';
import type { SampleImage } from '../store/run.ts';
import './DataPanel.css';

const text = {
  title: 'Data',
  more: 'Images used, augmentation',
  drop: 'Drop the four MNIST files here',
  choose: 'choose files',
  why: 'IDX files as published, gzip or not. Without them the page looks under /data/mnist/ of its own server. They stay in this browser.',
  samples: 'Training images',
};

export function DataPanel(): ReactNode {
  const isMnist = useConfig(({ config }) => config.dataset === 'mnist');
  // Once the images are there, nothing has to be dropped any more.
  const isMissing = useRun(({ error }) => error !== null);
  if (useAccess('data').isHidden) return null;
  return (
    <Section title={text.title}>
      <FieldControl name="dataset" isInline />
      <SampleStrip />
      {isMnist && isMissing && <DropZone />}
      <details className="disclosure">
        <summary>{text.more}</summary>
        <div className="control-grid">
          <FieldControl name="trainSize" />
          <FieldControl name="testSize" />
        </div>
        <div className="disclosure-check">
          <FieldControl name="augment" />
        </div>
      </details>
    </Section>
  );
}

/** Two rows of training images; the place is kept while they come. */
function SampleStrip(): ReactNode {
  const samples = useRun((state) => state.samples);
  return (
    <ul className="sample-strip" aria-label={text.samples}>
      {samples.length === 0 && Array.from({ length: 16 }, (_, i) => <li key={i} className="sample-gap" />)}
      {samples.map((image, i) => (
        <li key={i}>
          <Thumbnail image={image} />
        </li>
      ))}
    </ul>
  );
}

function Thumbnail({ image }: { image: SampleImage }): ReactNode {
  const { width, height, label } = image;
  return (
    <canvas
      width={width}
      height={height}
      role="img"
      aria-label={label}
      title={label}
      ref={(canvas) => {
        canvas?.getContext('2d')?.putImageData(toImageData(image), 0, 0);
      }}
    />
  );
}

function DropZone(): ReactNode {
  const { config: store } = useLab();
  // Files wait here until all four have come; a part of them would only make the run fail.
  const [collected, setCollected] = useState<Readonly<Record<string, ArrayBuffer>>>({});
  const [message, setMessage] = useState('');
  const [isOver, setIsOver] = useState(false);

  const take = async (list: FileList) => {
    const known = [...list].map((file) => ({ file, name: canonicalName(file.name) }));
    const bytes = await Promise.all(
      known.flatMap(({ file, name }) =>
        name === null ? [] : [file.arrayBuffer().then((buffer) => [name, buffer] as const)],
      ),
    );
    const files = { ...collected, ...Object.fromEntries(bytes) };
    const missing = missingFiles(Object.keys(files));
    setMessage(
      describeDrop(
        bytes.map(([name]) => name),
        known.filter(({ name }) => name === null).map(({ file }) => file.name),
        missing,
      ),
    );
    setCollected(files);
    if (bytes.length > 0 && missing.length === 0) store.setState({ files });
  };
  const receive = (list: FileList | null) => {
    if (list)
      take(list).catch((error: unknown) => setMessage(`The files could not be read (${String(error)}).`));
  };

  return (
    <div
      className="drop-zone"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        receive(event.dataTransfer.files);
      }}
    >
      <p>
        {text.drop} or{' '}
        <label className="file-choice">
          {text.choose}
          <input
            type="file"
            multiple
            className="visually-hidden"
            aria-label="MNIST files"
            onChange={(event) => receive(event.target.files)}
          />
        </label>
      </p>
      <p className="caption">{text.why}</p>
      {message !== '' && <p className="drop-message">{message}</p>}
    </div>
  );
}
