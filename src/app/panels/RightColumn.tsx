import { useState, type ReactNode } from 'react';
import { Tabs } from '../components/Tabs.tsx';
import { useView } from '../context.ts';
import { strings } from '../strings.ts';
import { Confusion } from './confusion/Confusion.tsx';
import { OneImage } from './image/OneImage.tsx';
import { Why } from './Why.tsx';

const panels = [
  { name: 'image', title: strings.oneImage.title, content: <OneImage /> },
  { name: 'confusion', title: strings.confusion.title, content: <Confusion /> },
  { name: 'why', title: strings.why.title, content: <Why /> },
];

/** One image, confusion and notes: below each other where there is room, else as tabs. */
export function RightColumn({ isTabbed }: { isTabbed: boolean }): ReactNode {
  const [chosen, setChosen] = useState('image');
  const { hide } = useView((state) => state.link);
  const shown = panels.filter(({ name }) => !hide.includes(name));
  if (shown.length === 0) return null;
  return (
    <div className="right-column">
      {isTabbed ? (
        <Tabs label={strings.rightColumn.tabs} tabs={shown} chosen={chosen} onChoose={setChosen} />
      ) : (
        shown.map(({ name, content }) => (
          <div className="right-place" key={name}>
            {content}
          </div>
        ))
      )}
    </div>
  );
}
