import { Suspense, useEffect, type ReactNode } from 'react';
import { lazily } from './components/lazily.tsx';
import { Announcer } from './panels/Announcer.tsx';
import { Charts } from './panels/Charts.tsx';
import { ComparisonBar } from './panels/ComparisonBar.tsx';
import { DataPanel } from './panels/DataPanel.tsx';
import { EmbedStart } from './panels/EmbedStart.tsx';
import { InsideLayer } from './panels/InsideLayer.tsx';
import { LanesPanel } from './panels/LanesPanel.tsx';
import { NetworkPanel } from './panels/NetworkPanel.tsx';
import { Notices } from './panels/Notices.tsx';
import { Preparation } from './panels/Preparation.tsx';
import { RightColumn } from './panels/RightColumn.tsx';
import { SoftwareNotice } from './panels/SoftwareNotice.tsx';
import { StatusLine } from './panels/StatusLine.tsx';
import { Timeline } from './panels/timeline/Timeline.tsx';
import { TopBar } from './panels/TopBar.tsx';
import { TrainingPanel } from './panels/TrainingPanel.tsx';
import { Guard } from './components/Guard.tsx';
import { InTurn } from './components/InTurn.tsx';
import { useLab, useRun, useView } from './context.ts';
import { strings } from './strings.ts';
import { FirstTestImage } from './testImage.ts';
import { narrow, useMedia } from './useMedia.ts';
import './App.css';
import './presenter.css';

const HelpDialog = lazily(() => import('./panels/HelpDialog.tsx'));
const NoWebGpu = lazily(() => import('./panels/NoWebGpu.tsx'));

/** The page: top bar, settings, charts with the inside of a layer, what else there is to see, timeline, status line. */
export function App(): ReactNode {
  const { view } = useLab();
  const isNarrow = useMedia(narrow);
  const noGpu = useRun(({ noGpu, replay }) => (replay ? null : noGpu));
  const isPresenting = useView((state) => state.isPresenting);
  const isHelpOpen = useView((state) => state.isHelpOpen);
  const { embed } = useView((state) => state.link);
  useEffect(() => {
    document.documentElement.classList.toggle('is-presenting', isPresenting);
  }, [isPresenting]);
  if (noGpu)
    return (
      <Guard title={strings.noWebGpu.reasons[noGpu]}>
        <Suspense>
          <NoWebGpu reason={noGpu} />
        </Suspense>
      </Guard>
    );
  const hasMore = !embed && !isPresenting;
  return (
    <div className={`app${embed ? ' is-embedded' : ''}${isPresenting ? ' is-presenting' : ''}`}>
      <TopBar />
      {hasMore && <Settings />}
      <main className="centre">
        <Notices />
        <div className="charts">
          <ComparisonBar />
          <Guard title={strings.charts.title}>
            <Charts />
          </Guard>
          <Preparation />
          {embed && <EmbedStart />}
        </div>
        {!embed && (
          <Guard title={strings.inside.title}>
            <InsideLayer />
          </Guard>
        )}
        {hasMore && isNarrow && <RightColumn isTabbed />}
      </main>
      {hasMore && !isNarrow && <RightColumn isTabbed={false} />}
      {!embed && (
        <Guard title={strings.timeline.title}>
          <Timeline />
        </Guard>
      )}
      {hasMore && <StatusLine />}
      <Announcer />
      {!embed && <FirstTestImage />}
      {isHelpOpen && (
        <Suspense>
          <HelpDialog onClose={() => view.setState({ isHelpOpen: false })} />
        </Suspense>
      )}
    </div>
  );
}

const settings = ['data', 'network', 'lanes', 'training'];

function Settings(): ReactNode {
  const { hide } = useView((state) => state.link);
  const isOnlyRecorded = useRun(({ replay }) => replay?.kind === 'only');
  if (settings.every((name) => hide.includes(name))) return null;
  return (
    <aside className="controls" aria-label={strings.settings.title}>
      {isOnlyRecorded && <p className="caption settings-note">{strings.settings.onlyRecorded}</p>}
      <InTurn>
        <DataPanel />
        <NetworkPanel />
        <LanesPanel />
        <TrainingPanel />
      </InTurn>
      <SoftwareNotice />
    </aside>
  );
}
