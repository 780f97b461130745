import type { ReactNode } from 'react';
import { Section } from '../components/controls.tsx';
import { FieldControl } from '../components/FieldControl.tsx';

const text = {
  title: 'Training',
  more: 'More',
};

export function TrainingPanel(): ReactNode {
  return (
    <Section title={text.title}>
      <div className="control-grid">
        <FieldControl name="learningRate" />
        <FieldControl name="batchSize" />
        <FieldControl name="optimizer" />
        <FieldControl name="schedule" />
        <FieldControl name="momentum" />
        <FieldControl name="weightDecay" />
        <FieldControl name="epochs" />
        <FieldControl name="seed" />
      </div>
      <details className="disclosure">
        <summary>{text.more}</summary>
        <div className="control-grid">
          <FieldControl name="warmupSteps" />
          <FieldControl name="loss" />
          <FieldControl name="labelSmoothing" />
          <FieldControl name="steps" />
          <FieldControl name="evalEvery" />
        </div>
        <div className="disclosure-check">
          <FieldControl name="nesterov" />
        </div>
      </details>
    </Section>
  );
}
