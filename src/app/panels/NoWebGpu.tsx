import type { ReactNode } from 'react';
import { WithFlags } from '../components/WithFlags.tsx';
import './NoWebGpu.css';

/** `insecure`: WebGPU exists only on https and localhost. `missing`: no `navigator.gpu`. `noAdapter`: none is offered. */
export type NoGpuReason = 'insecure' | 'missing' | 'noAdapter';

const text = {
  title: 'This browser gives the page no WebGPU',
  intro:
    'Deconv Lab trains real networks on the graphics processor, through WebGPU. Nothing can be trained without it; nothing of this device has been changed or sent.',
  reasons: {
    insecure:
      'Browsers offer WebGPU only to pages from https:// addresses or from localhost; this page came from elsewhere. Open it over https, or start the server on this machine and open http://localhost.',
    missing: 'The browser does not know WebGPU, or it is switched off.',
    noAdapter:
      'The browser knows WebGPU but found neither a graphics processor nor a software driver that it allows. Often hardware acceleration is off, or the driver is on the browser’s blocklist.',
  },
  remedies: [
    {
      browser: 'Chrome or Edge, Windows and macOS',
      steps:
        'Version 113 or newer has WebGPU. Switch on “Use graphics acceleration when available” in the settings under System and start the browser again; chrome://gpu says what is wrong.',
    },
    {
      browser: 'Chrome, Linux',
      steps:
        'Install a Vulkan driver (mesa-vulkan-drivers) and start google-chrome --enable-unsafe-webgpu --enable-features=Vulkan --ignore-gpu-blocklist. Without a GPU add --use-webgpu-adapter=swiftshader: slow, but right.',
    },
    { browser: 'Chrome, Android', steps: 'Version 121 or newer on Android 12 or newer.' },
    { browser: 'Safari', steps: 'Version 26 or newer, on macOS 26, iOS 26 or iPadOS 26.' },
    {
      browser: 'Firefox',
      steps:
        'Version 141 or newer on Windows, 145 or newer on macOS with Apple chips; elsewhere in Firefox Nightly with dom.webgpu.enabled in about:config.',
    },
  ],
  retry: 'Look again',
};

/** Instead of a blank page: the reason, and what to do about it. */
export function NoWebGpu({ reason }: { reason: NoGpuReason }): ReactNode {
  return (
    <main className="no-webgpu">
      <h1>{text.title}</h1>
      <p>{text.intro}</p>
      <p className="reason">{text.reasons[reason]}</p>
      <h2>What to do</h2>
      <dl>
        {text.remedies.map(({ browser, steps }) => (
          <div key={browser}>
            <dt>{browser}</dt>
            <dd>
              <WithFlags>{steps}</WithFlags>
            </dd>
          </div>
        ))}
      </dl>
      <button type="button" className="plain-button" onClick={() => location.reload()}>
        {text.retry}
      </button>
    </main>
  );
}
