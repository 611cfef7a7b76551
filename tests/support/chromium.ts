import { existsSync } from 'node:fs'

/** What the tests run in: Chromium without windows does the same for a third of the work. */
export const CHROMIUM_SHELL = 'chromium-headless-shell'

const PLACES = [
  process.env.CHROMIUM_PATH,
  `/usr/lib/chromium/${CHROMIUM_SHELL}`,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

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

/** Where Chromium is. Where there is none, throws the one line that says what to install. */
export const chromiumPath = (): string => {
  const there = PLACES.find((path) => path !== undefined && existsSync(path))
  if (there !== undefined) return there
  throw new Error(
    `The tests need Chromium: install it (Debian: sudo apt-get install ${CHROMIUM_SHELL}), or set CHROMIUM_PATH to it.`,
  )
}
