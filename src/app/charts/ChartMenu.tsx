import { Download, Table2 } from 'lucide-react';
import { Suspense, useState, type ComponentProps, type ReactNode } from 'react';
import { lazily } from '../components/lazily.tsx';
import { useLab } from '../context.ts';
import { strings } from '../strings.ts';

// The menu and what places it are code that few visits need, and so is what makes the files.
const loadSaveMenu = () => import('./SaveMenu.tsx');
const SaveMenu = lazily(loadSaveMenu);

const text = strings.charts;

interface Props extends Omit<ComponentProps<typeof SaveMenu>, 'label' | 'hasPicture'> {
  readonly isTable: boolean;
}

/** The chart as a table, and as a file. */
export function ChartMenu({ isTable, ...chart }: Props): ReactNode {
  const { view } = useLab();
  const [isMenuWanted, setIsMenuWanted] = useState(false);
  const saveLabel = `${text.save} ${chart.title}`;
  const saveButton = (
    <button
      type="button"
      className="menu-button"
      aria-label={saveLabel}
      title={text.saveHelp}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void loadSaveMenu()}
      onFocus={() => void loadSaveMenu()}
      onClick={() => setIsMenuWanted(true)}
    >
      <Download aria-hidden="true" />
    </button>
  );
  const toggleTable = () =>
    view.setState(({ tables }) => ({
      tables: isTable ? tables.filter((other) => other !== chart.metric) : [...tables, chart.metric],
    }));
  return (
    <>
      <button
        type="button"
        className="menu-button"
        aria-label={text.inTable(chart.title)}
        title={text.tableHelp}
        aria-pressed={isTable}
        onClick={toggleTable}
      >
        <Table2 aria-hidden="true" />
      </button>
      {isMenuWanted ? (
        <Suspense fallback={saveButton}>
          <SaveMenu
            onClose={() => setIsMenuWanted(false)}
            label={saveLabel}
            hasPicture={!isTable}
            {...chart}
          />
        </Suspense>
      ) : (
        saveButton
      )}
    </>
  );
}
