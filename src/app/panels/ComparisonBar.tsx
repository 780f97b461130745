import { Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import { xAxes } from '../charts/axis.ts';
import { describeLead, findLead } from '../charts/compare.ts';
import { smooth } from '../charts/smooth.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { ChoiceControl } from '../components/controls.tsx';
import { useConfig, useCurvesVersion, useLab, useRun, useView } from '../context.ts';
import { presetOf } from '../presets.ts';
import { pinRun } from '../store/ghosts.ts';
import { useIsHidden } from '../access.ts';
import { strings } from '../strings.ts';
import { laneName } from '../../train/parse.ts';
import './ComparisonBar.css';

const text = strings.comparison;

/** Who is ahead and by how much; what the charts share; earlier runs that stay in them. */
export function ComparisonBar(): ReactNode {
  const { view } = useLab();
  const axis = useView((state) => state.axis);
  const smoothing = useView((state) => state.smoothing);
  if (useIsHidden('comparison')) return null;
  return (
    <section className="comparison-bar" aria-label={text.title}>
      <LeadSentence />
      <div className="comparison-tools">
        <PinButton />
        <ChoiceControl
          label={text.axis}
          shownLabel=""
          choices={xAxes.map((value) => ({ value, label: text.over[value] }))}
          value={axis}
          onChoose={(value) => view.setState({ axis: xAxes.find((known) => known === value) ?? axis })}
        />
        <label className="smoothing">
          {text.smoothing}
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={smoothing}
            onChange={(event) => view.setState({ smoothing: event.target.valueAsNumber })}
          />
          <span className="value" aria-hidden="true">
            {smoothing.toFixed(2)}
          </span>
        </label>
      </div>
    </section>
  );
}

/** Who is ahead; before that, what the preset promises. */
function LeadSentence(): ReactNode {
  const { curves } = useLab();
  useCurvesVersion();
  const preset = useConfig(({ config }) => presetOf(config));
  const smoothing = useView((state) => state.smoothing);
  const lanes = curves.lanes.map(({ losses, msPerStep }, i) => ({
    name: laneName(i),
    losses: smooth(losses.values, smoothing),
    msPerStep,
  }));
  const lead = findLead(lanes);
  const expectation = preset?.expect ?? text.waiting;
  const hasSteps = lead !== null || curves.steps >= 10;
  return (
    <p className="lead" data-known={lead !== null}>
      {hasSteps && <span>{lead ? describeLead(lead) : text.even}</span>}
      {/* Keeps its room once it is not shown, so that nothing moves. */}
      <span hidden={hasSteps}>{expectation}</span>
    </p>
  );
}

/** Keeps the run at hand in the charts. */
function PinButton(): ReactNode {
  const { ghosts: store, curves } = useLab();
  const running = useConfig((state) => state.running);
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? null);
  const hasSteps = useRun(({ step }) => step > 0);
  return (
    <ActionButton
      icon={Pin}
      label={text.pin}
      title={text.pinHelp}
      isDisabled={!hasSteps || running === null || stepsPerEpoch === null}
      onPress={() => {
        if (running && stepsPerEpoch !== null) pinRun(store, curves, { config: running, stepsPerEpoch });
      }}
    />
  );
}
