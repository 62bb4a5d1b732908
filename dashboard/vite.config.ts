import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Built into the package beside the server. No inline scripts, styles or data addresses: the content policy allows only files. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@contract': new URL('../src/contract', import.meta.url).pathname } },
  // What a script or a style asks for is beside it, so that the same files serve under any path.
  experimental: { renderBuiltUrl: (_, { hostType }) => (hostType === 'html' ? undefined : { relative: true }) },
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4620' } },
})
