import type { ReactNode } from 'react';
import { Announcer } from './panels/Announcer.tsx';
import { Charts } from './panels/Charts.tsx';
import { DataPanel } from './panels/DataPanel.tsx';
import { HelpDialog } from './panels/HelpDialog.tsx';
import { InsideLayer } from './panels/InsideLayer.tsx';
import { LanesPanel } from './panels/LanesPanel.tsx';
import { NetworkPanel } from './panels/NetworkPanel.tsx';
import { Notices } from './panels/Notices.tsx';
import { NoWebGpu } from './panels/NoWebGpu.tsx';
import { Preparation } from './panels/Preparation.tsx';
import { RightColumn } from './panels/RightColumn.tsx';
import { StatusLine } from './panels/StatusLine.tsx';
import { Timeline } from './panels/timeline/Timeline.tsx';
import { TopBar } from './panels/TopBar.tsx';
import { TrainingPanel } from './panels/TrainingPanel.tsx';
import { useRun } from './context.ts';
import { narrow, useMedia } from './useMedia.ts';
import './App.css';

/** The page: top bar, settings, charts with the inside of a layer, what else there is to see, timeline, status line. */
export function App(): ReactNode {
  const isNarrow = useMedia(narrow);
  const hasNoAdapter = useRun((state) => state.hasNoAdapter);
  if (hasNoAdapter) return <NoWebGpu reason="noAdapter" />;
  return (
    <div className="app">
      <TopBar />
      <aside className="controls" aria-label="Settings">
        <DataPanel />
        <NetworkPanel />
        <LanesPanel />
        <TrainingPanel />
      </aside>
      <main className="centre">
        <Notices />
        <div className="charts">
          <Charts />
          <Preparation />
        </div>
        <InsideLayer />
        {isNarrow && <RightColumn isTabbed />}
      </main>
      {!isNarrow && <RightColumn isTabbed={false} />}
      <Timeline />
      <StatusLine />
      <Announcer />
      <HelpDialog />
    </div>
  );
}
