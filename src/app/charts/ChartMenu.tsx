import { Download, Table2 } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode, type RefObject } from 'react';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { useLab, useRun } from '../context.ts';
import { download } from '../export/download.ts';
import { svgOf, pngOf } from '../export/picture.ts';
import { laneLook, laneTitle } from '../lanes.ts';
import { strings } from '../strings.ts';
import type { Ghost } from '../store/ghosts.ts';
import type { Metric } from './drawing.ts';

// The menu and what places it are code that few visits need.
const loadSaveMenu = () => import('./SaveMenu.tsx');
const SaveMenu = lazy(loadSaveMenu);

const text = strings.charts;

interface Props {
  readonly metric: Metric;
  readonly title: string;
  readonly lanes: readonly LaneConfig[];
  /** Pinned runs that are shown. */
  readonly ghosts: readonly Ghost[];
  /** Where the plot's SVG is. */
  readonly body: RefObject<HTMLElement | null>;
  readonly isTable: boolean;
}

/** The chart as a table, and as a file. */
export function ChartMenu({ metric, title, lanes, ghosts, body, isTable }: Props): ReactNode {
  const { view, curves } = useLab();
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? 1);
  const name = `deconv-lab-${title.toLowerCase().replaceAll(' ', '-')}`;
  const picture = () => {
    const svg = body.current?.querySelector<SVGSVGElement>('svg.recharts-surface');
    const legend = lanes.map((lane, i) => {
      const { color, dash } = laneLook(i);
      return { text: `${laneName(i)} ${laneTitle(lane)}`, color, dash };
    });
    return svg ? svgOf(svg, title, legend) : null;
  };
  const savePng = async () => {
    const made = picture();
    if (made) download(`${name}.png`, await pngOf(made));
  };
  const saveSvg = () => {
    const made = picture();
    if (made) download(`${name}.svg`, new Blob([made.text], { type: 'image/svg+xml' }));
  };
  const saveCsv = async () => {
    const { chartCsv } = await import('../export/csv.ts');
    const csv = chartCsv(curves, metric, stepsPerEpoch, ghosts);
    download(`${name}.csv`, new Blob([csv], { type: 'text/csv' }));
  };
  const [isMenuWanted, setIsMenuWanted] = useState(false);
  const saveLabel = `${text.save} ${title}`;
  const saveButton = (
    <button
      type="button"
      className="menu-button"
      aria-label={saveLabel}
      title={text.saveHelp}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void loadSaveMenu()}
      onFocus={() => void loadSaveMenu()}
      onClick={() => setIsMenuWanted(true)}
    >
      <Download aria-hidden="true" />
    </button>
  );
  const toggleTable = () =>
    view.setState(({ tables }) => ({
      tables: isTable ? tables.filter((other) => other !== metric) : [...tables, metric],
    }));
  return (
    <>
      <button
        type="button"
        className="menu-button"
        aria-label={text.table}
        title={text.tableHelp}
        aria-pressed={isTable}
        onClick={toggleTable}
      >
        <Table2 aria-hidden="true" />
      </button>
      {isMenuWanted ? (
        <Suspense fallback={saveButton}>
          <SaveMenu
            label={saveLabel}
            hasPicture={!isTable}
            onPng={() => void savePng()}
            onSvg={saveSvg}
            onCsv={() => void saveCsv()}
          />
        </Suspense>
      ) : (
        saveButton
      )}
    </>
  );
}
