import type { ReactNode } from 'react';
import { Empty, Panel } from '../components/Panel.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { ChoiceControl } from '../components/controls.tsx';
import { useLab, useView } from '../context.ts';
import { useAccess } from '../access.ts';
import { strings } from '../strings.ts';
import { insideTabs } from '../store/view.ts';
import './InsideLayer.css';

const text = strings.inside;

/** What happens inside one layer, A and B on one scale: a tab for each way to look. */
export function InsideLayer(): ReactNode {
  const { view } = useLab();
  const chosen = useView((state) => state.insideTab);
  const layers: readonly string[] = [];
  if (useAccess('inside').isHidden) return null;
  return (
    <Panel
      title={text.title}
      className="inside-layer"
      tools={
        <ChoiceControl
          label={text.layer}
          choices={
            layers.length === 0
              ? [{ value: '', label: text.noLayers }]
              : layers.map((name) => ({ value: name, label: name }))
          }
          value={layers[0] ?? ''}
          onChoose={() => undefined}
          isInline
        />
      }
    >
      <Tabs
        label={text.tabs}
        chosen={chosen}
        onChoose={(name) => {
          const tab = insideTabs.find((candidate) => candidate === name);
          if (tab) view.setState({ insideTab: tab });
        }}
        tabs={insideTabs.map((name) => ({
          name,
          title: text.titles[name],
          content: <Empty>{text.empty[name]}</Empty>,
        }))}
      />
    </Panel>
  );
}
