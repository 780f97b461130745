import type { ReactNode } from 'react';
import { noWebGpuStrings } from '../noWebGpuStrings.ts';
import { WithFlags } from './WithFlags.tsx';

/** What to do where there is no WebGPU, by browser. */
export default function Remedies(): ReactNode {
  return (
    <dl>
      {noWebGpuStrings.remedies.map(({ browser, steps }) => (
        <div key={browser}>
          <dt>{browser}</dt>
          <dd>
            <WithFlags>{steps}</WithFlags>
          </dd>
        </div>
      ))}
    </dl>
  );
}
