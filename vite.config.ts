import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offline } from './scripts/offline.mjs';
import { serveData } from './scripts/serveData.mjs';

export default defineConfig({
  // npm start -- --data DIR names another folder.
  plugins: [react(), serveData(process.env.DECONV_LAB_DATA ?? 'public/data'), offline()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 900 },
});
