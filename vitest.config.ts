import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** In an order of chance, but what takes minutes first: at the end one core would wait for it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const places = new Map(files.map((file) => [file, file.moduleId.endsWith('-load.test.ts') ? -1 : Math.random()]))
    return files.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A browser on a loaded machine can miss a moment once; what is broken fails twice.
    retry: process.env.CI ? 1 : 0,
    // Two cores: browsers and killed processes need one each.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst, shuffle: { files: false, tests: true } },
  },
})
