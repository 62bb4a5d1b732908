import { defineConfig } from 'vitest/config'

export default defineConfig({
  // As the dashboard is built.
  resolve: { alias: { '@contract': new URL('src/contract', import.meta.url).pathname } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'dashboard/src/**/*.test.{ts,tsx}'],
    setupFiles: ['test/seed-properties.ts'],
    maxWorkers: 2,
    // No module keeps state, so that files share a process, and what they import is loaded once.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
