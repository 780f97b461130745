import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useConfig } from '../../context.ts';
import { exploreStrings } from '../../exploreStrings.ts';
import { findRow } from '../../datasets/row.ts';
import { Files } from './Files.tsx';
import { ImageViews } from './ImageViews.tsx';
import { SampleWall } from './SampleWall.tsx';
import { Statistics } from './Statistics.tsx';
import './explore.css';

const text = exploreStrings;

/** A closer look at the data: its images, one of them on its way into a network, its statistics, its files. */
export default function Explore({ onClose }: { onClose: () => void }): ReactNode {
  const dataset = useConfig(({ config }) => config.dataset);
  const [tab, setTab] = useState('wall');
  const [index, setIndex] = useState(0);
  const look = (image: number) => {
    setIndex(image);
    setTab('one');
  };
  return (
    <Dialog title={text.title(findRow(dataset)?.title ?? dataset)} onClose={onClose} isWide>
      <div className="explore">
        <Tabs
          label={text.tabs}
          chosen={tab}
          onChoose={setTab}
          tabs={[
            { name: 'wall', title: text.titles.wall, content: <SampleWall onLook={look} /> },
            {
              name: 'one',
              title: text.titles.one,
              content: <ImageViews index={index} onChoose={setIndex} />,
            },
            { name: 'statistics', title: text.titles.statistics, content: <Statistics /> },
            { name: 'files', title: text.titles.files, content: <Files /> },
          ]}
        />
      </div>
    </Dialog>
  );
}
