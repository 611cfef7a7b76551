import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the staff inbox into dist/inbox, to be served under /inbox/ with `default-src 'self'` and nothing inline. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/inbox/',
  plugins: [react()],
  build: {
    outDir: '../../../dist/inbox',
    emptyOutDir: true,
    // A data: address would be against the content security policy.
    assetsInlineLimit: 0,
    // React alone is most of it; staff load it once.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
})
