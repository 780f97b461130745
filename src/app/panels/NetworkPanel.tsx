import { Blocks, Table2 } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { lazily } from '../components/lazily.tsx';
import { Section } from '../components/controls.tsx';
import { useConfig } from '../context.ts';
import { takesLayersOf } from '../store/config.ts';
import { useIsHidden } from '../access.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import { laneName } from '../../train/parse.ts';
import { bytes, grouped } from '../../util/format.ts';
import { strings } from '../strings.ts';
import { useDescription } from './setup/useDescription.ts';
import './NetworkPanel.css';

const LayerEditor = lazily(() => import('./setup/LayerEditor.tsx'));
const LayerDialog = lazily(() => import('./setup/LayerDialog.tsx'));

const text = strings.network;

/** The model, how large it is, and what it will take before anything runs. */
export function NetworkPanel(): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const [isEditing, setIsEditing] = useState(false);
  const described = useDescription();
  const takesLayers = useConfig(({ config }) => takesLayersOf(config.model));
  const isLocked = useConfig(({ locked }) => locked.includes('layers'));
  const isHidden = useIsHidden('network');
  const isEditHidden = useIsHidden('layers');
  if (isHidden) return null;
  const description = described?.description;
  const problem = description ? description.problem : described?.problem;
  return (
    <Section title={text.title}>
      <div className="network-grid">
        <FieldControl name="model" />
        <FieldControl name="width" />
        <FieldControl name="depth" />
      </div>
      <p className="caption parameters">
        {description ? (
          <>
            {countText(description.lanes.map(({ parameters }) => parameters))}
            <br />
            {text.memory(bytes(description.memory.total))}
          </>
        ) : (
          <br />
        )}
      </p>
      {problem && <p className="network-problem">{problem}</p>}
      {takesLayers && !isEditHidden && (
        <button
          type="button"
          className="text-button"
          title={text.editHelp}
          disabled={isLocked}
          onClick={() => setIsEditing(true)}
        >
          <Blocks aria-hidden="true" />
          {text.edit}
        </button>
      )}
      {takesLayers && isEditing && (
        <Suspense>
          <LayerEditor described={described} onClose={() => setIsEditing(false)} />
        </Suspense>
      )}
      <button
        type="button"
        className="text-button"
        title={text.layersHelp}
        disabled={!description}
        onClick={() => setIsOpen(true)}
      >
        <Table2 aria-hidden="true" />
        {text.layers}
      </button>
      {isOpen && described?.description && (
        <Suspense>
          <LayerDialog
            config={described.config}
            description={described.description}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      )}
    </Section>
  );
}

function countText(counts: readonly number[]): string {
  return new Set(counts).size === 1
    ? text.parameters(grouped(counts[0]!))
    : text.parametersByLane(counts.map((count, i) => `${laneName(i)} ${grouped(count)}`).join(', '));
}
