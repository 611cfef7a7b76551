import type { Client } from 'whatsapp-web.js'
import { FILE_PATIENCE } from './patience.ts'
import type { Begin } from './protocol.ts'

/** Parts of the browser's own window, which nobody sees, and a page in reserve: 100 MB. */
const UNUSED = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess']

/** What would be processes of their own, for the network and for a screen that is not there, run in the browser's: 40 MB. */
const TOGETHER = ['--enable-features=NetworkServiceInProcess2', '--in-process-gpu']

/** Always: a small container has little shared memory. As root Chromium runs without its sandbox only. */
const argsFor = (args: readonly string[]): string[] => [
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-software-rasterizer',
  `--disable-features=${UNUSED.join(',')}`,
  ...TOGETHER,
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-component-update',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...args,
]

/** The library is loaded here and nowhere else. */
export const loadLibrary = async () => (await import('whatsapp-web.js')).default

/**
 * The library's client, not started yet.
 * - `pipe`: the browser ends with this process, however that ends.
 * - No signal handlers of the browser's own: they end the process or the browser behind our back.
 * - No cache of WhatsApp's page: it would be stored in the working directory, and become old.
 * - `protocolTimeout`: a send that the browser's driver gives up goes on in the page; we must be the first to lose patience.
 */
export const createClient = async ({ browser, args, folder, loadPatience }: Begin): Promise<Client> => {
  const library = await loadLibrary()
  return new library.Client({
    authStrategy: new library.LocalAuth({ dataPath: folder }),
    webVersionCache: { type: 'none' },
    authTimeoutMs: loadPatience,
    puppeteer: {
      executablePath: browser,
      headless: true,
      pipe: true,
      protocolTimeout: 2 * FILE_PATIENCE,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: argsFor(args),
    },
  })
}
