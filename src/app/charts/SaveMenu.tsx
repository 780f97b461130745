import * as Menu from '@radix-ui/react-dropdown-menu';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { strings } from '../strings.ts';

const text = strings.charts;

interface Props {
  readonly label: string;
  /** Whether the chart is drawn just now, and not a table. */
  readonly hasPicture: boolean;
  readonly onPng: () => void;
  readonly onSvg: () => void;
  readonly onCsv: () => void;
}

/** The ways to save a chart; it opens as it comes. */
export default function SaveMenu({ label, hasPicture, onPng, onSvg, onCsv }: Props): ReactNode {
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className="menu-button" aria-label={label} title={text.saveHelp}>
        <Download aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="end" sideOffset={4}>
          <Menu.Item className="menu-item" disabled={!hasPicture} onSelect={onPng}>
            {text.png}
          </Menu.Item>
          <Menu.Item className="menu-item" disabled={!hasPicture} onSelect={onSvg}>
            {text.svg}
          </Menu.Item>
          <Menu.Item className="menu-item" onSelect={onCsv}>
            {text.csv}
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
