import { Suspense, useState, type ReactNode } from 'react';
import { lazily } from '../components/lazily.tsx';
import { Section } from '../components/controls.tsx';
import { Guard } from '../components/Guard.tsx';
import { useIsHidden } from '../access.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import { Thumbnail } from '../components/Thumbnail.tsx';
import { useConfig, useRun } from '../context.ts';
import { strings } from '../strings.ts';
import { findRow } from '../datasets/row.ts';
import { DeliveryStatus } from './data/DeliveryStatus.tsx';
import { DropZone } from './data/DropZone.tsx';
import './DataPanel.css';
import './data/data.css';

const text = strings.data;

const ImagesUsed = lazily(() => import('./data/ImagesUsed.tsx'));

export function DataPanel(): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const isEmbedded = useConfig(({ config }) => findRow(config.dataset)?.embedded ?? true);
  const hasFiles = useConfig(({ files }) => files.length > 0);
  const hasFailed = useRun(({ error }) => error !== null);
  const isWanted = !isEmbedded && (hasFailed || hasFiles);
  if (useIsHidden('data')) return null;
  return (
    <Section title={text.title}>
      <FieldControl name="dataset" isInline />
      <div className="sample-row">
        <SampleStrip />
        <ExploreButton />
      </div>
      <DeliveryStatus />
      <details className="disclosure" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>{text.more}</summary>
        {isOpen && (
          <Guard title={text.more}>
            <Suspense fallback={null}>
              <ImagesUsed />
            </Suspense>
          </Guard>
        )}
      </details>
      {/* Always the same one: it may hold some of the files of a set. */}
      <DropZone offersDialog={isWanted || isOpen} />
    </Section>
  );
}

const Explore = lazily(() => import('./explore/Explore.tsx'));

/** Opens a closer look at the images, and at the files that they come from. */
function ExploreButton(): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="link-button explore-button" onClick={() => setIsOpen(true)}>
        {text.explore}
      </button>
      {isOpen && (
        <Guard title={text.title}>
          <Suspense fallback={null}>
            <Explore onClose={() => setIsOpen(false)} />
          </Suspense>
        </Guard>
      )}
    </>
  );
}

/** Four rows of five training images; the place is kept while they come. */
function SampleStrip(): ReactNode {
  const samples = useRun((state) => state.samples);
  return (
    <ul className="sample-strip" aria-label={text.samples}>
      {samples.length === 0 && Array.from({ length: 20 }, (_, i) => <li key={i} className="sample-gap" />)}
      {samples.map((image, i) => (
        <li key={i}>
          <Thumbnail image={image} />
        </li>
      ))}
    </ul>
  );
}
