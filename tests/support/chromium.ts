import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

const found = (): string | undefined => PLACES.find((path) => path !== undefined && existsSync(path))

/** Runs as root on the build machines, and does nothing but show our own pages. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const INSTALL =
  'command -v chromium || { apt-get update -qq; apt-get install -y -qq --no-install-recommends chromium; }'

/** One at a time: of several test workers the first installs, and the others wait and find it there. */
const install = (): void => {
  spawnSync('flock', [join(tmpdir(), 'install-chromium.lock'), 'sh', '-c', INSTALL], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

/**
 * Where Chromium is. Where there is none, installs it on Debian as root by apt, which `npm test` has done before any test
 * runs; elsewhere throws the one line that says what to install.
 */
export const chromiumPath = (): string => {
  const there = found()
  if (there !== undefined) return there
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install()
  const installed = found()
  if (installed !== undefined) return installed
  throw new Error(
    'The tests need Chromium: install it (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to it.',
  )
}
