import { Plus } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { findDataset } from '../../../data/datasets.ts';
import {
  formatLayers,
  maxLayers,
  parseLayers,
  type LayerKind,
  type OwnLayer,
} from '../../../nn/own/layerList.ts';
import { traceLayers } from '../../../nn/own/trace.ts';
import { laneName } from '../../../train/parse.ts';
import { grouped } from '../../../util/format.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { useConfig, useLab } from '../../context.ts';
import { setConfig } from '../../store/config.ts';
import { layerEditorStrings as text } from '../../layerEditorStrings.ts';
import { LayerCard, LayerShape } from './LayerCard.tsx';
import { insertAt, move, newLayers, placeFor, removeAt, replaceAt } from './layerEdits.ts';
import type { Described } from './useDescription.ts';
import './LayerEditor.css';

interface Props {
  readonly described: Described | null;
  readonly onClose: () => void;
}

/** The layers of the own network as cards: each change goes into the form at once, and Back takes it back. */
export default function LayerEditor({ described, onClose }: Props): ReactNode {
  const { config: store } = useLab();
  const { layers: list, dataset, width } = useConfig(({ config }) => config);
  const cards = useRef<HTMLOListElement>(null);
  const layers = parseLayers(list);
  const { shape, classes } = findDataset(dataset);
  const traces = traceLayers(layers, shape, width);
  const isFull = layers.length >= maxLayers;
  const set = (next: readonly OwnLayer[]) => setConfig(store, { layers: formatLayers(next) });
  const parametersOf = (name: string) =>
    described?.config.layers === list ? parametersText(described, name) : '';

  /** The focus stays with the card that moved, on the same button where that still has somewhere to go. */
  const moveTo = (from: number, to: number, button: string) => {
    set(move(layers, from, to));
    requestAnimationFrame(() => {
      const buttons = cards.current?.querySelectorAll<HTMLButtonElement>(
        `[data-index="${to}"] [data-move]:enabled`,
      );
      const found = [...(buttons ?? [])];
      (found.find(({ dataset: { move: own } }) => own === button) ?? found[0])?.focus();
    });
  };

  return (
    <Dialog title={text.title} isWide onClose={onClose}>
      <p className="caption">{text.intro}</p>
      <ol className="layer-cards" aria-label={text.list} ref={cards}>
        <li className="layer-card is-fixed">
          <span />
          <span>{text.input}</span>
          <LayerShape shape={shape} />
        </li>
        {layers.map((layer, index) => (
          <LayerCard
            key={index}
            layer={layer}
            trace={traces[index]!}
            parameters={parametersOf(`layers.${index}.`)}
            index={index}
            count={layers.length}
            onChange={(change) => set(replaceAt(layers, index, change))}
            onMove={(to, button) => moveTo(index, to, button)}
            onDrop={(from) => set(move(layers, from, index))}
            onRemove={() => set(removeAt(layers, index))}
          />
        ))}
        <li className="layer-card is-fixed">
          <span />
          <span>{text.output}</span>
          <LayerShape shape={[classes.length]} parameters={parametersOf('linear')} />
        </li>
      </ol>
      <div className="layer-add" role="group" aria-label={text.add}>
        {Object.entries(text.kinds).map(([name, [title, help]]) => {
          const kind = name as LayerKind;
          return (
            <button
              key={kind}
              type="button"
              className="plain-button"
              title={help}
              disabled={isFull}
              onClick={() => set(insertAt(layers, placeFor(kind, layers), newLayers[kind]))}
            >
              <Plus aria-hidden="true" />
              {title}
            </button>
          );
        })}
      </div>
      {isFull && <p>{text.full(maxLayers)}</p>}
      <p className="caption layer-command">
        {text.command} <code>{`--model own --layers ${list || "''"}`}</code>
      </p>
    </Dialog>
  );
}

/** Parameters below a name: `A 208, B 224 parameters`, or one number where all lanes have as many. */
function parametersText({ description }: Described, name: string): string {
  const counts = (description?.lanes ?? []).map(({ layers }) =>
    layers.filter((layer) => layer.name.startsWith(name)).reduce((sum, layer) => sum + layer.parameters, 0),
  );
  if (counts.every((count) => count === 0)) return '';
  return text.parameters(
    new Set(counts).size === 1
      ? grouped(counts[0]!)
      : counts.map((count, lane) => `${laneName(lane)} ${grouped(count)}`).join(', '),
  );
}
