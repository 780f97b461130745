import { Suspense, useState, type ComponentProps, type ReactNode } from 'react';
import { lazily } from '../components/lazily.tsx';
import { strings } from '../strings.ts';

const PlotTable = lazily(() => import('./PlotTable.tsx'));

/** Opens the numbers of a chart below it. */
export function TableTwin(props: ComponentProps<typeof PlotTable>): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="disclosure" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={strings.charts.inTable(props.title)}>{strings.looks.table}</summary>
      {isOpen && (
        <Suspense>
          <PlotTable {...props} />
        </Suspense>
      )}
    </details>
  );
}
