import type { ReactNode } from 'react';
import { Announcer } from './panels/Announcer.tsx';
import { Charts } from './panels/Charts.tsx';
import { DataPanel } from './panels/DataPanel.tsx';
import { HelpDialog } from './panels/HelpDialog.tsx';
import { LanesPanel } from './panels/LanesPanel.tsx';
import { NetworkPanel } from './panels/NetworkPanel.tsx';
import { Notices } from './panels/Notices.tsx';
import { NoWebGpu } from './panels/NoWebGpu.tsx';
import { Preparation } from './panels/Preparation.tsx';
import { StatusLine } from './panels/StatusLine.tsx';
import { TopBar } from './panels/TopBar.tsx';
import { TrainingPanel } from './panels/TrainingPanel.tsx';
import { useRun } from './context.ts';
import './App.css';

/** The page: top bar, controls at the left, charts in the centre, status line. */
export function App(): ReactNode {
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
      </main>
      <StatusLine />
      <Announcer />
      <HelpDialog />
    </div>
  );
}
