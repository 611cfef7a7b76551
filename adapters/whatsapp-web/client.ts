import type { Client } from 'whatsapp-web.js'
import type { Begin } from './protocol.ts'

/** Always: a small container has little shared memory. As root Chromium runs without its sandbox only. */
const argsFor = (args: readonly string[]): string[] => [
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-component-update',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...args,
]

/**
 * The library's client, not started yet. The library is loaded here and nowhere else.
 * - `pipe`: the browser ends with this process, however that ends.
 * - No signal handlers of the browser's own: they end the process or the browser behind our back.
 * - No cache of WhatsApp's page: it would be stored in the working directory, and become old.
 */
export const createClient = async ({ browser, args, folder, loadPatience }: Begin): Promise<Client> => {
  const { default: library } = await import('whatsapp-web.js')
  return new library.Client({
    authStrategy: new library.LocalAuth({ dataPath: folder }),
    webVersionCache: { type: 'none' },
    authTimeoutMs: loadPatience,
    puppeteer: {
      executablePath: browser,
      headless: true,
      pipe: true,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: argsFor(args),
    },
  })
}
