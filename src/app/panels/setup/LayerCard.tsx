import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react';
import { useState, type DragEvent, type ReactNode } from 'react';
import {
  isValid,
  layerKinds,
  type LayerKind,
  type LayerNumber,
  type OwnLayer,
} from '../../../nn/own/layerList.ts';
import type { LayerTrace } from '../../../nn/own/trace.ts';
import { ChoiceControl } from '../../components/controls.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { NumberControl } from '../../components/NumberControl.tsx';
import { layerEditorStrings as text } from '../../layerEditorStrings.ts';
import { newLayers } from './layerEdits.ts';

/** A choice instead of a number, where there are only so many. */
const fewValues = 12;

interface Props {
  readonly layer: OwnLayer;
  readonly trace: LayerTrace;
  /** `208 parameters`; nothing for a layer without any. */
  readonly parameters: string;
  readonly index: number;
  readonly count: number;
  readonly onChange: (change: Partial<OwnLayer>) => void;
  readonly onMove: (to: number, button: 'up' | 'down') => void;
  /** A card was dropped on this one. */
  readonly onDrop: (from: number) => void;
  readonly onRemove: () => void;
}

/** One layer: its kind and numbers, what it leaves of an image, and what is wrong with it. */
export function LayerCard(props: Props): ReactNode {
  const { layer, trace, parameters, index, count, onChange, onMove, onRemove } = props;
  const position = index + 1;
  const { isTarget, ...drop } = useDrop(props.onDrop);
  return (
    <li
      className={`layer-card${trace.problem === null ? '' : ' has-problem'}${isTarget ? ' is-target' : ''}`}
      data-index={index}
      {...drop}
    >
      <span
        className="grip"
        draggable
        onDragStart={(event) => event.dataTransfer.setData(dragType, String(index))}
      >
        <GripVertical aria-hidden="true" />
        {position}
      </span>
      <div className="layer-numbers">
        <ChoiceControl
          label={text.kind(position)}
          shownLabel={text.layer}
          help={text.kinds[layer.kind][1]}
          choices={Object.entries(text.kinds).map(([value, [label = '']]) => ({ value, label }))}
          value={layer.kind}
          onChoose={(kind) => onChange(newLayers[kind as LayerKind])}
        />
        {layerKinds[layer.kind].map((number) => (
          <LayerNumberControl
            key={`${layer.kind} ${number.key}`}
            number={number}
            layer={layer}
            position={position}
            onChange={onChange}
          />
        ))}
      </div>
      <LayerShape shape={trace.shape} parameters={parameters} />
      <span className="layer-buttons">
        <IconButton
          icon={ArrowUp}
          label={text.up(position)}
          data-move="up"
          disabled={index === 0}
          onClick={() => onMove(index - 1, 'up')}
        />
        <IconButton
          icon={ArrowDown}
          label={text.down(position)}
          data-move="down"
          disabled={index === count - 1}
          onClick={() => onMove(index + 1, 'down')}
        />
        <IconButton icon={X} label={text.remove(position)} onClick={onRemove} />
      </span>
      {trace.problem !== null && <p className="layer-problem">{trace.problem}</p>}
    </li>
  );
}

/** What an image is behind a layer, and the layer's parameters. */
export function LayerShape({
  shape,
  parameters = '',
}: {
  shape: readonly number[] | null;
  parameters?: string;
}): ReactNode {
  return (
    <span className="layer-shape" title={text.shapeHelp}>
      {shape?.join('×') ?? '–'}
      {parameters !== '' && <small>{parameters}</small>}
    </span>
  );
}

interface NumberProps {
  readonly number: LayerNumber;
  readonly layer: OwnLayer;
  readonly position: number;
  readonly onChange: (change: Partial<OwnLayer>) => void;
}

function LayerNumberControl({ number, layer, position, onChange }: NumberProps): ReactNode {
  const { key, min, max } = number;
  const name = key === 'size' ? text.sizes[layer.kind] : text[key];
  if (max - min >= fewValues)
    return (
      <NumberControl
        field={{ kind: 'integer', min, max, help: layer.kind === 'dropout' ? '' : text.sizeHelp }}
        label={name}
        name={text.number(position, name)}
        value={layer[key]}
        onCommit={(value) => onChange({ [key]: value ?? min })}
      />
    );
  const values = Array.from({ length: max - min + 1 }, (_, i) => min + i).filter((value) =>
    isValid(number, value),
  );
  return (
    <ChoiceControl
      label={text.number(position, name)}
      shownLabel={name}
      choices={values.map((value) => ({
        value: String(value),
        label: key === 'stride' ? String(value) : text.square(value),
      }))}
      value={String(layer[key])}
      onChoose={(value) => onChange({ [key]: Number(value) })}
    />
  );
}

const dragType = 'application/x-deconv-lab-layer';

/** Takes cards that are dragged here. */
function useDrop(onDrop: (from: number) => void) {
  const [isTarget, setIsTarget] = useState(false);
  return {
    isTarget,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(dragType)) return;
      event.preventDefault();
      setIsTarget(true);
    },
    onDragLeave: () => setIsTarget(false),
    onDrop: (event: DragEvent) => {
      setIsTarget(false);
      if (!event.dataTransfer.types.includes(dragType)) return;
      event.preventDefault();
      onDrop(Number(event.dataTransfer.getData(dragType)));
    },
  };
}
