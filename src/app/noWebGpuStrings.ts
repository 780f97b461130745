/** What to do where there is no WebGPU, loaded when it is asked for. The reasons are in strings.ts. */
export const noWebGpuStrings = {
  title: 'This browser gives the page no WebGPU',
  intro:
    'Deconv Lab trains real networks on the graphics processor, through WebGPU. Nothing can be trained without it; nothing of this device has been changed or sent.',
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
  whatToDo: 'What to do',
} as const;
