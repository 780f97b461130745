import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { chartScales } from './scripts/chartScales.mjs';
import { firstLoad } from './scripts/firstLoad.mjs';
import { offline } from './scripts/offline.mjs';
import { serveData } from './scripts/serveData.mjs';
import { smallShaders } from './scripts/wgsl.mjs';

export default defineConfig({
  // npm start -- --data DIR names another folder.
  plugins: [
    react(),
    serveData(process.env.DECONV_LAB_DATA ?? 'public/data'),
    chartScales(),
    firstLoad(),
    offline(),
    smallShaders(),
  ],
  worker: { format: 'es', plugins: () => [smallShaders()] },
  build: { target: 'es2023', chunkSizeWarningLimit: 900 },
});
