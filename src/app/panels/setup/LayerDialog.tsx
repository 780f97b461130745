import { useState, type ReactNode } from 'react';
import { findDataset } from '../../../data/datasets.ts';
import type { LayerDescription, ModelDescription } from '../../../nn/describe.ts';
import { models } from '../../../nn/models/catalogue.ts';
import type { TrainConfig } from '../../../train/config.ts';
import type { RunDescription } from '../../../train/describeRun.ts';
import { laneName } from '../../../train/parse.ts';
import { bytes, grouped } from '../../../util/format.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { laneTitle } from '../../lanes.ts';
import { layerTableStrings } from '../../layerTableStrings.ts';
import './LayerDialog.css';

const text = layerTableStrings;

interface Props {
  readonly config: TrainConfig;
  readonly description: RunDescription;
  readonly onClose: () => void;
}

/** Every layer of every lane with its size and price, and what the run takes of the GPU's memory. */
export default function LayerDialog({ config, description, onClose }: Props): ReactNode {
  const [chosen, setChosen] = useState('0');
  const { lanes, memory, largestBuffer, limitBytes, problem, advice } = description;
  const sum = memory.lanes.reduce((total, lane) => total + lane.total, 0);
  const title = models.find(({ name }) => name === config.model)?.title ?? config.model;
  const { shape } = findDataset(config.dataset);
  return (
    <Dialog title={text.title(title)} isWide onClose={onClose}>
      <p className="caption">{text.shapes(shape.join('×'), config.batchSize)}</p>
      <Tabs
        label={text.lanes}
        chosen={lanes[Number(chosen)] ? chosen : '0'}
        onChoose={setChosen}
        tabs={lanes.map((lane, i) => ({
          name: String(i),
          title: `${laneName(i)} ${laneTitle(config.lanes[i]!)}`,
          content: (
            <>
              <LayerTable lane={lane} label={text.title(title)} />
              <p>{text.multiplyAdds(grouped(lane.multiplyAdds))}</p>
              <LaneMemory lane={lane} />
            </>
          ),
        }))}
      />
      <p>
        {text.run({
          lanes: bytes(sum),
          images: bytes(memory.images),
          batches: bytes(memory.batches),
          total: bytes(memory.total),
        })}{' '}
        {limitBytes === null
          ? text.unknownLimit(bytes(largestBuffer))
          : text.limit(bytes(largestBuffer), bytes(limitBytes))}
      </p>
      {problem !== null && <p className="network-problem">{problem}</p>}
      {advice !== null && <p>{advice}</p>}
    </Dialog>
  );
}

const heads = Object.values(text.heads);

function LayerTable({ lane, label }: { lane: ModelDescription; label: string }): ReactNode {
  return (
    <div className="layer-table" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {heads.map(([head, help], i) => (
              <th key={i} scope="col" title={help}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lane.layers.map((layer) => (
            <LayerRow key={`${layer.name} ${layer.type}`} layer={layer} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.total}</th>
            <td />
            <td />
            <td>{grouped(lane.parameters)}</td>
            <td>{grouped(2 * lane.multiplyAdds)}</td>
            <td colSpan={5} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function LayerRow({ layer }: { layer: LayerDescription }): ReactNode {
  const { deconv, multiplyAdds } = layer;
  return (
    <tr>
      <th scope="row">{layer.name}</th>
      <td>{typeOf(layer)}</td>
      <td>{layer.outputShape.join('×')}</td>
      <td>{grouped(layer.parameters)}</td>
      <td>{multiplyAdds > 0 ? grouped(2 * multiplyAdds) : ''}</td>
      <td>{bytes(layer.variableBytes)}</td>
      <td>{bytes(layer.outputBytes)}</td>
      <td>{deconv?.blockSize}</td>
      <td>{deconv?.features}</td>
      <td>{deconv?.inverseSqrt === 'quintic' ? text.quintics(deconv.iterations) : deconv?.iterations}</td>
    </tr>
  );
}

/** `deconvConv2d 5×5`, with stride and groups where there are any. */
function typeOf({ type, window }: LayerDescription): string {
  if (!window) return type;
  const { kernelSize, stride, groups } = window;
  return [
    `${type} ${kernelSize}×${kernelSize}`,
    ...(stride > 1 ? [`/${stride}`] : []),
    ...(groups > 1 ? [`(${groups})`] : []),
  ].join(' ');
}

function LaneMemory({ lane: { memory } }: { lane: ModelDescription }): ReactNode {
  return (
    <dl className="lane-memory" aria-label={text.memory}>
      {(Object.keys(text.memoryRows) as (keyof typeof text.memoryRows)[]).map((part) => (
        <div key={part}>
          <dt>{text.memoryRows[part]}</dt>
          <dd>{bytes(memory[part])}</dd>
        </div>
      ))}
    </dl>
  );
}
