import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: browsers and killed processes need one each.
    maxWorkers: 2,
    sequence: { shuffle: true },
  },
})
