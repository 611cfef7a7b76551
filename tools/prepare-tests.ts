/** What the tests need and npm does not bring. `npm test` does this first; to do it alone: `node tools/prepare-tests.ts`. */
import { fail, ok, type Result } from '../bot/result.ts'
import { chromiumPath } from '../tests/support/chromium.ts'

/** What is there, in words; or what a person must install. */
export const prepareTests = (): Result<string, string> => {
  try {
    return ok(`Chromium: ${chromiumPath()}`)
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

if (import.meta.main) {
  const prepared = prepareTests()
  console.log(prepared.ok ? prepared.value : prepared.error)
  process.exitCode = prepared.ok ? 0 : 1
}
