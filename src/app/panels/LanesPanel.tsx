import { Plus, SlidersHorizontal, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { FieldControl, LaneFieldControl } from '../components/FieldControl.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { LaneMark } from '../components/LaneMark.tsx';
import { ChoiceControl, Section } from '../components/controls.tsx';
import { useConfig, useLab } from '../context.ts';
import { useIsHidden } from '../access.ts';
import { normalizationsOf, setConfig, setLane } from '../store/config.ts';
import { strings } from '../strings.ts';
import { defaultLane, type LaneConfig } from '../../train/config.ts';
import { normalizationLabels } from '../../train/field.ts';
import { fields } from '../../train/fields.ts';
import { laneFields } from '../../train/laneFields.ts';
import { describeDifference, laneFieldApplies, laneName } from '../../train/parse.ts';
import { GhostList } from './GhostList.tsx';
import './LanesPanel.css';

const text = strings.lanes;

const lanesField = fields.find((field) => field.kind === 'lanes');

/** The networks that train side by side, what each may set for itself, and the one thing in which they differ. */
export function LanesPanel(): ReactNode {
  const { config: store } = useLab();
  const lanes = useConfig(({ config }) => config.lanes);
  const isLocked = useConfig(({ locked }) => locked.includes('lanes'));
  if (useIsHidden('lanes')) return null;
  const add = () => setConfig(store, { lanes: [...lanes, { ...defaultLane, normalization: 'none' }] });
  const remove = () => setConfig(store, { lanes: lanes.slice(0, -1) });
  const canAdd = lanes.length < (lanesField?.max ?? 2);
  return (
    <Section title={text.title}>
      <fieldset className="lanes" disabled={isLocked}>
        {lanes.map((lane, i) => (
          <LaneRow
            key={i}
            lane={lane}
            index={i}
            // A and B are the page's comparison; later lanes may go again, the last first.
            onRemove={i >= 2 && i === lanes.length - 1 ? remove : null}
          />
        ))}
        {canAdd && (
          <button type="button" className="text-button" onClick={add}>
            <Plus aria-hidden="true" />
            {text.add(laneName(lanes.length))}
          </button>
        )}
      </fieldset>
      <p className="lane-difference">{describeDifference(lanes)}</p>
      <FieldControl name="fairness" isInline />
      <GhostList />
    </Section>
  );
}

interface RowProps {
  readonly lane: LaneConfig;
  readonly index: number;
  readonly onRemove: (() => void) | null;
}

function LaneRow({ lane, index, onRemove }: RowProps): ReactNode {
  const { config: store } = useLab();
  const model = useConfig(({ config }) => config.model);
  const [isOpen, setIsOpen] = useState(false);
  const known = normalizationsOf(model);
  const name = laneName(index);
  const choices = Object.entries(normalizationLabels).map(([value, label]) => ({
    value,
    label: label.replace('network ', ''),
    isDisabled: !known.some((candidate) => candidate === value),
  }));
  return (
    <div className="lane" data-lane={name}>
      <div className="lane-row">
        <LaneMark lane={index} />
        <ChoiceControl
          label={text.normalization(name)}
          shownLabel={name}
          isInline
          choices={choices}
          value={lane.normalization}
          onChoose={(value) => {
            const normalization = known.find((candidate) => candidate === value);
            if (normalization) setLane(store, index, { normalization });
          }}
        />
        {onRemove && <IconButton icon={X} label={text.remove(name)} onClick={onRemove} />}
        <IconButton
          icon={SlidersHorizontal}
          label={text.options(name)}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        />
      </div>
      {isOpen && (
        <div className="control-grid lane-options" role="group" aria-label={text.options(name)}>
          {laneFields
            .filter(({ key }) => key !== 'normalization' && laneFieldApplies(lane, key))
            .map(({ key, label }) => (
              <LaneFieldControl key={key} name={key} lane={index} label={label} />
            ))}
        </div>
      )}
    </div>
  );
}
