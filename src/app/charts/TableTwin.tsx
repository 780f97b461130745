import { lazy, Suspense, useState, type ComponentProps, type ReactNode } from 'react';
import { strings } from '../strings.ts';

const PlotTable = lazy(() => import('./PlotTable.tsx'));

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
