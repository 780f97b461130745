import type { ReactNode } from 'react';
import { LaneFieldControl } from '../components/FieldControl.tsx';
import { LaneMark } from '../components/LaneMark.tsx';
import { ChoiceControl, Section } from '../components/controls.tsx';
import { useConfig, useLab } from '../context.ts';
import { normalizationsOf, setConfig, setLane } from '../store/config.ts';
import { defaultLane } from '../../train/config.ts';
import { fields } from '../../train/fields.ts';
import { laneFields } from '../../train/laneFields.ts';
import { normalizationLabels } from '../../train/field.ts';
import { describeDifference, laneName } from '../../train/parse.ts';
import './NetworkPanel.css';

const text = {
  title: 'Lanes',
  options: 'Deconvolution options',
  noDeconv: 'No lane uses network deconvolution.',
};

const lanesField = fields.find((field) => field.kind === 'lanes');
const options = laneFields.filter(({ key }) => key !== 'normalization');

/** The networks that train side by side, and the one thing in which they differ. */
export function LanesPanel(): ReactNode {
  const { config: store } = useLab();
  const lanes = useConfig(({ config }) => config.lanes);
  const model = useConfig(({ config }) => config.model);
  const known = normalizationsOf(model);
  const choices = Object.entries(normalizationLabels).map(([value, label]) => ({
    value,
    label,
    isDisabled: !known.some((candidate) => candidate === value),
  }));
  const add = () => setConfig(store, { lanes: [...lanes, { ...defaultLane, normalization: 'none' }] });
  const remove = () => setConfig(store, { lanes: lanes.slice(0, -1) });
  return (
    <Section title={text.title}>
      {lanes.map((lane, i) => {
        // A and B are the page's comparison; later lanes may go again, the last first.
        const isRemovable = i >= 2 && i === lanes.length - 1;
        return (
          <div className={isRemovable ? 'lane-row' : 'lane-row is-fixed'} key={i}>
            <ChoiceControl
              label={`Normalisation ${laneName(i)}`}
              choices={choices}
              value={lane.normalization}
              onChoose={(value) => {
                const normalization = known.find((candidate) => candidate === value);
                if (normalization) setLane(store, i, { normalization });
              }}
            />
            {isRemovable && (
              <button
                type="button"
                className="plain-button remove-lane"
                aria-label={`Remove lane ${laneName(i)}`}
                onClick={remove}
              >
                ×
              </button>
            )}
          </div>
        );
      })}
      <p className="lane-difference">{describeDifference(lanes)}</p>
      <details className="disclosure">
        <summary>{text.options}</summary>
        {lanes.every(({ normalization }) => normalization !== 'deconv') && (
          <p className="caption">{text.noDeconv}</p>
        )}
        {lanes.map(
          (lane, i) =>
            lane.normalization === 'deconv' && (
              <fieldset className="deconv-options" key={i}>
                <legend>
                  <LaneMark lane={i} /> Lane {laneName(i)}
                </legend>
                <div className="control-grid">
                  {options.map(({ key, label }) => (
                    <LaneFieldControl key={key} name={key} lane={i} label={label} />
                  ))}
                </div>
              </fieldset>
            ),
        )}
        {lanes.length < (lanesField?.max ?? 2) && (
          <button type="button" className="plain-button add-lane" onClick={add}>
            Add lane {laneName(lanes.length)}
          </button>
        )}
      </details>
    </Section>
  );
}
