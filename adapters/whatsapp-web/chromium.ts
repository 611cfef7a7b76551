import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** What installs it on Debian, Ubuntu and Raspberry Pi OS. */
export const INSTALL_CHROMIUM = 'sudo apt-get install chromium'

/** Where Chromium is: the place that was set, or a usual one. Null where there is none. */
export const findChromium = (set: string): string | null => {
  const places = set === '' ? PLACES : [set]
  return places.find((path) => existsSync(path)) ?? null
}
