import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const source = fileURLToPath(new URL('./page/', import.meta.url))

/** Builds the page into a folder, which is emptied first: index.html, ilhas.html, and files with their hash in chat-page/. */
export const buildPage = async (outDir: string): Promise<void> => {
  await build({
    root: source,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      assetsDir: 'chat-page',
      // What phones of 2018 understand.
      target: 'es2017',
      cssTarget: 'chrome70',
      // No data: addresses, so that the policy of the page can stay strict.
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: [join(source, 'index.html'), join(source, 'ilhas.html')] },
    },
  })
}
