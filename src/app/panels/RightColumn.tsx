import { useState, type ReactNode } from 'react';
import { Tabs } from '../components/Tabs.tsx';
import { strings } from '../strings.ts';
import { Confusion } from './confusion/Confusion.tsx';
import { OneImage } from './image/OneImage.tsx';
import { Why } from './Why.tsx';

const panels = [
  { name: 'oneImage', title: strings.oneImage.title, content: <OneImage /> },
  { name: 'confusion', title: strings.confusion.title, content: <Confusion /> },
  { name: 'why', title: strings.why.title, content: <Why /> },
];

/** One image, confusion and notes: below each other where there is room, else as tabs. */
export function RightColumn({ isTabbed }: { isTabbed: boolean }): ReactNode {
  const [chosen, setChosen] = useState('oneImage');
  return (
    <div className="right-column">
      {isTabbed ? (
        <Tabs label={strings.rightColumn.tabs} tabs={panels} chosen={chosen} onChoose={setChosen} />
      ) : (
        panels.map(({ name, content }) => (
          <div className="right-place" key={name}>
            {content}
          </div>
        ))
      )}
    </div>
  );
}
