import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { TicketId } from '../../bot/ids.ts'
import type { KeptFile } from '../../bot/ports/store.ts'
import type { TicketEntry } from '../../bot/ticket.ts'
import { type AgentPage, startAgentPage } from './inbox-agent.ts'
import { SAMPLES } from './samples.ts'

type FromStaff = Extract<TicketEntry['change'], { kind: 'from-staff' }>

/**
 * For the tests of a file: the page of a case of a real inbox with its records, and a microphone that Chromium invents, and allows
 * or not. Every test has a case of its own, which was taken over just now.
 */
export const onFilesPage = (microphone: 'allowed' | 'refused' = 'allowed') => {
  let agent: AgentPage
  let page: Page
  let id: TicketId
  let cases = 0

  beforeAll(async () => {
    const asked = microphone === 'allowed' ? '--use-fake-ui-for-media-stream' : '--use-fake-ui-for-media-stream=deny'
    agent = await startAgentPage({ args: ['--use-fake-device-for-media-stream', asked] })
  })
  afterAll(() => agent.stop())

  const open = async (options: BrowserContextOptions = {}): Promise<void> => {
    page = await agent.open(`cases/${id}`, { permissions: microphone === 'allowed' ? ['microphone'] : [], ...options })
  }
  beforeEach(async () => {
    cases += 1
    id = await agent.inbox.openCase('sal', `p${cases}`, { name: 'Fatou N.' })
    await open()
    await button('Assumir').click()
    await field().waitFor()
  })
  afterEach(() => page.context().close())

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const field = () => page.locator('#composer-field')
  const fromStaff = async (): Promise<readonly FromStaff[]> => {
    const ticket = await agent.inbox.store.ticket(id, { units: 'all' })
    return (ticket?.entries ?? []).flatMap(({ change }) => (change.kind === 'from-staff' ? [change] : []))
  }

  return {
    inbox: () => agent.inbox,
    page: () => page,
    /** The case of the test, and the address of the person. */
    id: () => id,
    address: () => `p${cases}`,
    /** The page anew, in a browser as told. */
    enterAgain: async (options: BrowserContextOptions): Promise<void> => {
      await page.context().close()
      await open(options)
      await field().waitFor()
    },
    button,
    field,
    attached: () => page.getByRole('group', { name: 'Vai com a resposta' }),
    sentBubbles: () => page.locator('.bubble.staff'),
    alert: () => page.locator('.composer [role=alert]'),
    choose: (name: string, bytes: Uint8Array, mimeType = '') =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) }),
    /** Drops files on the page or pastes them, as the browser itself would tell the page. */
    bring: (how: 'drop' | 'paste', names: readonly string[], text = '') =>
      page.evaluate(
        ([how, names, bytes, text]) => {
          const data = new DataTransfer()
          for (const name of names)
            data.items.add(new File([Uint8Array.from(bytes)], name, { type: 'application/pdf' }))
          if (text !== '') data.setData('text/plain', text)
          const about = { bubbles: true, cancelable: true }
          const event =
            how === 'drop'
              ? new DragEvent('drop', { ...about, dataTransfer: data })
              : new ClipboardEvent('paste', { ...about, clipboardData: data })
          return document.querySelector(how === 'drop' ? '.entries' : '#composer-field')?.dispatchEvent(event)
        },
        [how, names, [...SAMPLES.file.bytes], text] as const,
      ),
    /** What staff wrote and sent, as the records have it. */
    fromStaff,
    /** The file of the last reply as the channel will get it. */
    lastFile: async (): Promise<KeptFile> => {
      const sent = (await fromStaff()).at(-1)?.attachment
      const file = sent?.kind === 'file' ? await agent.inbox.store.file(sent.file) : null
      if (file === null) throw new Error('no file was sent')
      return file
    },
  }
}

/** A large photo as a camera makes it: lying on its side, with words about where it was taken. */
export const photoFrom = async (page: Page): Promise<Buffer> => {
  const plain = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 3000
    canvas.height = 2000
    const paper = canvas.getContext('2d')
    if (paper) {
      paper.fillStyle = '#7a9'
      paper.fillRect(0, 0, 3000, 2000)
    }
    return canvas.toDataURL('image/jpeg').split(',')[1] ?? ''
  })
  const jpeg = Buffer.from(plain, 'base64')
  const words = Buffer.from('moonflower street\0')
  const tag = (name: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16LE(name, 0)
    bytes.writeUInt16LE(type, 2)
    bytes.writeUInt32LE(count, 4)
    bytes.writeUInt32LE(value, 8)
    return bytes
  }
  const tiff = [Buffer.from('II*\0\x08\0\0\0\x02\0', 'latin1'), tag(0x010e, 2, words.length, 38), tag(0x0112, 3, 1, 6)]
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), ...tiff, Buffer.alloc(4), words])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(exif.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)])
}
