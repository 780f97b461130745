import { useState, type ReactNode } from 'react';
import { Guard } from '../components/Guard.tsx';
import { InTurn } from '../components/InTurn.tsx';
import { Tabs, type Tab } from '../components/Tabs.tsx';
import { useView } from '../context.ts';
import { strings } from '../strings.ts';
import { Confusion } from './confusion/Confusion.tsx';
import { OneImage } from './image/OneImage.tsx';
import { Why } from './Why.tsx';

function guarded(name: string, title: string, panel: ReactNode): Tab {
  return { name, title, content: <Guard title={title}>{panel}</Guard> };
}

const panels = [
  guarded('image', strings.oneImage.title, <OneImage />),
  guarded('confusion', strings.confusion.title, <Confusion />),
  guarded('why', strings.why.title, <Why />),
];

/** One image, confusion and notes: below each other where there is room, else as tabs. */
export function RightColumn({ isTabbed }: { isTabbed: boolean }): ReactNode {
  const [chosen, setChosen] = useState('image');
  const { hide } = useView((state) => state.link);
  const shown = panels.filter(({ name }) => !hide.includes(name));
  const [first] = shown;
  if (!first) return null;
  const open = shown.some(({ name }) => name === chosen) ? chosen : first.name;
  return (
    <div className="right-column">
      <InTurn>
        {isTabbed ? (
          <Tabs label={strings.rightColumn.tabs} tabs={shown} chosen={open} onChoose={setChosen} />
        ) : (
          shown.map(({ name, content }) => (
            <div className="right-place" key={name}>
              {content}
            </div>
          ))
        )}
      </InTurn>
    </div>
  );
}
