import { Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { lazily } from '../components/lazily.tsx';
import { useStore } from 'zustand';
import { Empty, Panel } from '../components/Panel.tsx';
import { InTurn } from '../components/InTurn.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { ChoiceControl } from '../components/controls.tsx';
import { useLab, useRun, useView } from '../context.ts';
import { useIsHidden } from '../access.ts';
import { strings } from '../strings.ts';
import { useInSight } from '../useInSight.ts';
import { insideTabs, type InsideTab } from '../store/view.ts';
import { Covariance } from './inside/Covariance.tsx';
import './InsideLayer.css';
import './inside/presenter.css';

const text = strings.inside;

/** All but the first are loaded when they are chosen. */
const panels: Readonly<Record<InsideTab, ComponentType<{ layer: number }>>> = {
  covariance: Covariance,
  kernels: lazily(() => import('./inside/Kernels.tsx')),
  spectrum: lazily(() => import('./inside/Spectrum.tsx')),
  activations: lazily(() => import('./inside/Activations.tsx')),
  deconvolvedImage: lazily(() => import('./inside/DeconvolvedImage.tsx')),
  newtonSchulz: lazily(() => import('./inside/NewtonSchulz.tsx')),
  gradients: lazily(() => import('./inside/Gradients.tsx')),
  slowMotion: lazily(() => import('./inside/SlowMotion.tsx')),
};

/** What happens inside one layer, A and B on one scale: a tab for each way to look. */
export function InsideLayer(): ReactNode {
  if (useIsHidden('inside')) return null;
  return (
    <InTurn placeholder={<div className="panel inside-layer" />}>
      <Looks />
    </InTurn>
  );
}

function Looks(): ReactNode {
  const { view, inside, controller } = useLab();
  const panel = useInSight<HTMLElement>(controller.setInSight);
  const tab = useView((state) => state.insideTab);
  const layers = useRun(({ ready }) => ready?.layers ?? null);
  const failure = useStore(inside, (state) => state.failure);
  const [chosen, setChosen] = useState(0);
  // Another model may have fewer layers.
  const layer = layers?.[chosen] ? chosen : 0;
  return (
    <Panel
      ref={panel}
      title={text.title}
      className="inside-layer"
      tools={
        <ChoiceControl
          label={text.layer}
          choices={
            layers?.map(({ name }, i) => ({ value: String(i), label: name })) ?? [
              { value: '0', label: text.noLayers },
            ]
          }
          value={String(layer)}
          onChoose={(value) => setChosen(Number(value))}
          isInline
        />
      }
    >
      {failure && (
        <p className="caption" role="status">
          {failure}
        </p>
      )}
      <Tabs
        label={text.tabs}
        chosen={tab}
        onChoose={(name) => {
          const wanted = insideTabs.find((candidate) => candidate === name);
          if (wanted) view.setState({ insideTab: wanted });
        }}
        tabs={insideTabs.map((name) => {
          const View = panels[name];
          return {
            name,
            title: text.titles[name],
            content: layers ? (
              <Suspense>
                <View layer={layer} />
              </Suspense>
            ) : (
              <Empty>{text.empty[name]}</Empty>
            ),
          };
        })}
      />
    </Panel>
  );
}
