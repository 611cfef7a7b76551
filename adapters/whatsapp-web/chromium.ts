import { existsSync } from 'node:fs'

// First the one without windows: it does the same here with a third of the work. Not Debian's script in /usr/bin, which stays
// between this program and the browser: whoever ends it leaves the browser behind.
const PLACES = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** What installs it on Debian. */
export const INSTALL_CHROMIUM = 'sudo apt-get install chromium-headless-shell'

/** Where Chromium is: the place that was set, or a usual one. Null where there is none. */
export const findChromium = (set: string): string | null => {
  const places = set === '' ? PLACES : [set]
  return places.find((path) => existsSync(path)) ?? null
}
