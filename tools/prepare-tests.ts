/** What the tests need and npm does not bring. `npm test` does this first; to do it alone: `node tools/prepare-tests.ts`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fail, ok, type Result } from '../bot/result.ts'
import { CHROMIUM_SHELL, chromiumPath } from '../tests/support/chromium.ts'

/** Where there is no network, or a mirror has it not, any other Chromium will do. */
const SOON = '-o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o Acquire::Retries=0'
const INSTALL = `
get() { command -v $1 || apt-get ${SOON} install -y -qq --no-install-recommends $1; }
command -v ${CHROMIUM_SHELL} || { apt-get ${SOON} update -qq; get ${CHROMIUM_SHELL} || get chromium; }`

/** On Debian as root, as on the build machines. */
const installChromium = (): void => {
  if (process.env.CHROMIUM_PATH || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  spawnSync('sh', ['-c', INSTALL], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

/** What is there, in words; or what a person must install. */
export const prepareTests = (): Result<string, string> => {
  try {
    installChromium()
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
