import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

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

/**
 * Where Chromium is. `npm test` calls this before any test, so that it is installed once: on Debian as root by apt; elsewhere
 * it throws the one line that says what to install.
 */
export const chromiumPath = (): string => {
  const there = found()
  if (there !== undefined) return there
  const root = process.getuid?.() === 0
  if (root && existsSync('/usr/bin/apt-get')) {
    const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: 'inherit' })
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
  }
  const installed = found()
  if (installed !== undefined) return installed
  throw new Error(
    'The tests need Chromium: install it (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to it.',
  )
}
