import { defineConfig } from 'vite'

/** The snippet for pages of the product: one small script without parts. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: '../dist/snippet',
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: 'src/snippet/messages.ts', formats: ['iife'], name: 'telltale', fileName: () => 'messages.js' },
  },
})
