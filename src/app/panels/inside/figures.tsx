import type { ReactNode } from 'react';
import type { KernelGrid, StepLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { signed } from '../../maps/colors.ts';
import { HeatMap } from '../../maps/HeatMap.tsx';
import { MapFrame } from '../../maps/MapFrame.tsx';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { sideOf } from '../../maps/side.ts';
import { cellOf, inRows, KernelTiles } from './KernelTiles.tsx';

interface FigureProps {
  readonly title: string;
  /** Of the lane. */
  readonly index: number;
  /** End of the scale, to both sides. */
  readonly size: number;
}

/** A matrix over the values of a patch. */
export function Matrix(props: FigureProps & Pick<StepLook, 'patches'> & { values: Float32Array }): ReactNode {
  const { values, title, index, size, patches } = props;
  const { features } = patches;
  const shading = signed(size);
  const width = sideOf(features, 150);
  const label = `${title}, ${laneName(index)}`;
  return (
    <figure className="inside-matrix">
      <figcaption>{title}</figcaption>
      <MapFrame width={width} label={label}>
        <HeatMap {...{ values, shading }} rows={features} columns={features} label={label} width={width} />
      </MapFrame>
      <MapLegend shading={shading} />
    </figure>
  );
}

/** Kernels, outputs by inputs. */
export function Tiles({ grid, title, index, size }: FigureProps & { grid: KernelGrid }): ReactNode {
  const shading = signed(size);
  const shown = grid.columns === 1 ? inRows(grid) : grid;
  return (
    <figure className="inside-matrix">
      <figcaption>{title}</figcaption>
      <KernelTiles
        grid={shown}
        label={`${title}, ${laneName(index)}`}
        cell={cellOf(shown)}
        shading={shading}
      />
      <MapLegend shading={shading} />
    </figure>
  );
}
