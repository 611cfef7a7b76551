import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A browser on a loaded machine can miss a moment once; what is broken fails twice.
    retry: process.env.CI ? 1 : 0,
    // Two cores: browsers and killed processes need one each.
    maxWorkers: 2,
    sequence: { shuffle: true },
  },
})
