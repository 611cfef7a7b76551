import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, longest first: at the end one core would wait for it. */
const LONG = [/-load\.test\.ts$/, /whatsapp-web|inbox-web|reload|add-example|webchat-attached|\/start\./]

/** In an order of chance but for those. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const long = LONG.findIndex((name) => name.test(moduleId))
      return (long < 0 ? LONG.length : long) + Math.random()
    }
    const places = new Map(files.map((file) => [file, placeOf(file)]))
    return files.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: 'tests/support/built.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A password alone takes half a second to check, and on a loaded machine more than the second that is usual here.
    expect: { poll: { timeout: 20_000 } },
    // A browser on a loaded machine can miss a moment once; what is broken fails twice.
    retry: process.env.CI ? 1 : 0,
    // More than the two cores that this is for: browsers and killed processes are waited for much of the time.
    maxWorkers: 4,
    // Nothing here changes what another file imports; the program and the knowledge are loaded once for each worker.
    isolate: false,
    sequence: { sequencer: LongestFirst, shuffle: { files: false, tests: true } },
  },
})
