import * as Menu from '@radix-ui/react-dropdown-menu';
import { Download } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { useLab, useRun } from '../context.ts';
import { chartCsv } from '../export/csv.ts';
import { download } from '../export/download.ts';
import { pngOf, svgOf } from '../export/picture.ts';
import { ghostLook, laneLook, lanesTitle, laneTitles } from '../lanes.ts';
import { strings } from '../strings.ts';
import type { Ghost } from '../store/ghosts.ts';
import type { Metric } from './drawing.ts';

const text = strings.charts;

interface Props {
  readonly label: string;
  readonly metric: Metric;
  readonly title: string;
  readonly lanes: readonly LaneConfig[];
  /** Pinned runs that are shown. */
  readonly ghosts: readonly Ghost[];
  /** Where the plot's SVG is. */
  readonly body: RefObject<HTMLElement | null>;
  /** Whether the chart is drawn just now, and not a table. */
  readonly hasPicture: boolean;
}

/** The ways to save a chart; it opens as it comes. Not modal: that would hide the page from screen readers, but not from the focus. */
export default function SaveMenu(props: Props): ReactNode {
  const { label, metric, title, lanes, ghosts, body, hasPicture } = props;
  const { curves } = useLab();
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? 1);
  const name = `deconv-lab-${title.toLowerCase().replaceAll(' ', '-')}`;
  const picture = () => {
    const svg = body.current?.querySelector<SVGSVGElement>('svg.recharts-surface');
    const legend = [
      ...laneTitles(lanes).map((title, i) => ({ text: `${laneName(i)} ${title}`, ...laneLook(i) })),
      ...ghosts.map(({ id, config }) => ({
        text: `${text.pinned(String(id))}: ${lanesTitle(config.lanes)}`,
        ...ghostLook,
      })),
    ];
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
  const saveCsv = () => {
    const csv = chartCsv(curves, metric, stepsPerEpoch, ghosts);
    download(`${name}.csv`, new Blob([csv], { type: 'text/csv' }));
  };
  return (
    <Menu.Root defaultOpen modal={false}>
      <Menu.Trigger className="menu-button" aria-label={label} title={text.saveHelp}>
        <Download aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Content className="menu" align="end" sideOffset={4}>
        <Menu.Item className="menu-item" disabled={!hasPicture} onSelect={() => void savePng()}>
          {text.png}
        </Menu.Item>
        <Menu.Item className="menu-item" disabled={!hasPicture} onSelect={saveSvg}>
          {text.svg}
        </Menu.Item>
        <Menu.Item className="menu-item" onSelect={saveCsv}>
          {text.csv}
        </Menu.Item>
      </Menu.Content>
    </Menu.Root>
  );
}
