import type { ReactNode } from 'react';
import { SchedulePreview } from '../charts/SchedulePreview.tsx';
import { Section } from '../components/controls.tsx';
import { FieldControl } from '../components/FieldControl.tsx';
import { useConfig, useRun } from '../context.ts';
import { useIsHidden } from '../access.ts';
import { HoldChoices } from './HoldChoices.tsx';
import { strings } from '../strings.ts';

const text = strings.training;

/** How the networks learn: optimizer, learning rate and its schedule, length of the run, seed. */
export function TrainingPanel(): ReactNode {
  const config = useConfig((state) => state.config);
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? null);
  if (useIsHidden('training')) return null;
  const totalSteps = config.steps ?? (stepsPerEpoch === null ? null : config.epochs * stepsPerEpoch);
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
      {totalSteps !== null && <SchedulePreview config={config} totalSteps={totalSteps} />}
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
      <details className="disclosure">
        <summary>{text.stop}</summary>
        <div className="control-grid">
          <FieldControl name="stopAccuracy" />
          <FieldControl name="stopSeconds" />
          <FieldControl name="stopPatience" />
        </div>
        <HoldChoices />
      </details>
    </Section>
  );
}
