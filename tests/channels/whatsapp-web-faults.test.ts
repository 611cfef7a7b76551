import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/chromium.ts'
import { createJumpingClock } from '../support/fakes.ts'
import { browsersOf, mainBrowserOf, parentOf } from '../support/whatsapp-web-processes.ts'
import { openWhatsAppWeb, untilLink, type WhatsAppWebStage } from '../support/whatsapp-web-stage.ts'
import { createReceived, REF } from './received.ts'

const MARIA = '2385551111@c.us'

/** What is wrong with the library, the browser or the link, and how the adapter gets over it. */
describe('WhatsApp Web when something goes wrong', () => {
  let stage: WhatsAppWebStage
  const received = { current: createReceived() }
  const open = async (options: Parameters<typeof openWhatsAppWeb>[0] = {}): Promise<WhatsAppWebStage> => {
    stage = await openWhatsAppWeb({ ...options, channel: { clock: createJumpingClock(), ...options.channel } })
    received.current = createReceived()
    return stage
  }
  const start = async (): Promise<void> => {
    await stage.channel.start(received.current.receive, received.current.report)
    await untilLink(stage.channel, 'linked')
  }
  /** That it works: a message comes in once, and an answer goes out. */
  const works = async (): Promise<void> => {
    const before = received.current.messages.length
    stage.server.person(MARIA).says(`message ${before + 1}`)
    await received.current.untilCount(before + 1)
    const { call } = stage.channel.render({ text: `answer ${before + 1}`, choices: [] }, MARIA)
    // Until the page can send again it says `retry`: nothing has left then.
    await expect.poll(async () => (await stage.channel.send(call, REF)).kind, { timeout: 20_000 }).toBe('sent')
    expect(stage.server.sent(MARIA).at(-1)?.text).toBe(`answer ${before + 1}`)
  }
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toMatch(/Maria|5551111|message \d|answer \d/)
  })

  it('the library never says that it is ready: the page was before anybody listened', async () => {
    await open({ server: { sync: 'at-once' } })
    await start()
    await works()
  })

  it('the library says six times that it is ready, after frames came and went', async () => {
    await open({ server: { sync: 'never' } })
    await stage.channel.start(received.current.receive, received.current.report)
    await stage.server.untilLinked()
    stage.server.stir(3)
    stage.server.setSync('when-listened')
    stage.server.reload()
    await untilLink(stage.channel, 'linked')
    stage.server.stir(3)
    for (const _ of [1, 2, 3]) await works()
    expect(received.current.texts()).toEqual(['message 1', 'message 2', 'message 3'])
  })

  it('the page is loaded anew, and what comes meanwhile is not lost', async () => {
    const { server } = await open()
    await start()
    await works()
    server.reload()
    const written = Array.from({ length: 10 }, (_, index) => `meanwhile ${index + 1}`)
    for (const text of written) server.person(MARIA).says(text)
    await received.current.untilCount(11)
    expect(received.current.texts().slice(1)).toEqual(written)
    await works()
  })

  it('Chromium is killed', async () => {
    const { server, folder, channel } = await open()
    await start()
    process.kill(mainBrowserOf(folder)?.pid ?? 0, 'SIGKILL')
    await server.untilPages(0)
    server.person(MARIA).says('while it was dead')
    await received.current.untilCount(1)
    expect(stage.log.lines.join('\n')).toContain('Chromium ended; it is started again')
    await untilLink(channel, 'linked')
    await works()
  })

  it('the worker is killed: its browser ends with it, and the session is kept', async () => {
    const { folder, channel } = await open()
    await start()
    const browser = mainBrowserOf(folder)
    process.kill(parentOf(browser?.pid ?? 0), 'SIGKILL')
    await expect.poll(() => browsersOf(folder).some(({ pid }) => pid === browser?.pid), { timeout: 5_000 }).toBe(false)
    await expect.poll(() => mainBrowserOf(folder), { timeout: 10_000 }).not.toBe(null)
    await untilLink(channel, 'linked')
    await works()
    expect(stage.server.sessions()).toBe(1)
  })

  it('Ctrl+C reaches the worker: it goes on until the program tells it to end', async () => {
    const { folder } = await open()
    await start()
    const worker = parentOf(mainBrowserOf(folder)?.pid ?? 0)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(worker, signal)
    await works()
    expect(parentOf(mainBrowserOf(folder)?.pid ?? 0)).toBe(worker)
  })

  it.each([
    ['of a machine that is no more', 'other-host-4711'],
    ['of a process that is no more', `${hostname()}-4194303`],
  ])('the profile is locked by a browser %s', async (_name, holder) => {
    const { folder } = await open()
    mkdirSync(join(folder, 'session'), { recursive: true })
    symlinkSync(holder, join(folder, 'session', 'SingletonLock'))
    await start()
    await works()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('the profile stays locked by the browser that runs, whichever Chromium it is', async () => {
    const { folder } = await open()
    await start()
    const lock = readlinkSync(join(folder, 'session', 'SingletonLock'))
    expect(lock).toBe(`${hostname()}-${mainBrowserOf(folder)?.pid}`)
  })

  it('another program uses the session: that is said, and nothing of it is touched', async () => {
    const { folder, channel } = await open()
    const profile = join(folder, 'session')
    mkdirSync(profile, { recursive: true })
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--user-data-dir=${profile}`])
    symlinkSync(`${hostname()}-${other.pid}`, join(profile, 'SingletonLock'))
    await channel.start(received.current.receive, received.current.report)
    expect(await untilLink(channel, 'lost')).toEqual({ kind: 'lost', why: 'in-use' })
    expect(channel.health()).toEqual({ state: 'failing', detail: 'another program uses this session: stop it' })
    other.kill('SIGKILL')
    await untilLink(channel, 'linked')
    await works()
  })

  it('the link is ended on the telephone: that is said, and a new code is shown', async () => {
    const { server, channel } = await open()
    await start()
    await works()
    server.setLinksAtOnce(false)
    server.unlink()
    expect(await untilLink(channel, 'scan')).toEqual({ kind: 'scan', code: expect.stringContaining(server.code()) })
    expect(stage.log.lines.join('\n')).toContain('the link was ended: scan a new code')
    server.scan()
    await untilLink(channel, 'linked')
    await works()
    expect(received.current.texts()).toEqual(['message 1', 'message 2'])
  })

  it('the link was ended while the program was off: the page says it, and a new code is shown', async () => {
    const { server, channel } = await open()
    await start()
    await channel.stop()
    server.setLinksAtOnce(false)
    server.forgetSessions()
    await channel.start(received.current.receive, received.current.report)
    await untilLink(channel, 'scan')
    server.scan()
    await untilLink(channel, 'linked')
    await works()
  })

  it('the link is ended in the inbox, and a code that was not scanned is made anew', async () => {
    const { server, channel, folder } = await open()
    await start()
    server.setLinksAtOnce(false)
    await channel.link.renew()
    expect(channel.link.state().kind).toBe('linked')
    await channel.link.unlink()
    expect(server.sessions()).toBe(0)
    const { code } = (await untilLink(channel, 'scan')) as { readonly code: string }
    expect(existsSync(join(folder, 'link.json'))).toBe(false)
    server.refreshCode()
    await expect
      .poll(() => channel.link.state())
      .toEqual({ kind: 'scan', code: expect.stringContaining(server.code()) })
    await channel.link.renew()
    await untilLink(channel, 'scan')
    expect(code).not.toContain(server.code())
    server.scan()
    await untilLink(channel, 'linked')
    await works()
  })

  it('the session is opened elsewhere: that is said, and it is taken up again later', async () => {
    const { server, channel } = await open()
    await start()
    server.state('CONFLICT')
    expect(await untilLink(channel, 'lost')).toEqual({ kind: 'lost', why: 'elsewhere' })
    await untilLink(channel, 'linked')
    await works()
  })

  it.each([
    ['TOS_BLOCK', 'WhatsApp has blocked this account or this address'],
    ['DEPRECATED_VERSION', 'WhatsApp no longer accepts this version of the library: update whatsapp-web.js'],
  ])('WhatsApp ends the session with %s: that is said', async (state, words) => {
    const { server, channel } = await open()
    await start()
    server.state(state)
    await untilLink(channel, 'lost')
    expect(stage.log.lines.join('\n')).toContain(words)
  })

  it('the network is away: nothing leaves meanwhile, and then everything does', async () => {
    const { server, channel } = await open()
    await start()
    await works()
    server.state('TIMEOUT')
    await server.untilState('TIMEOUT')
    const { call } = channel.render({ text: 'late', choices: [] }, MARIA)
    expect((await channel.send(call, REF)).kind).toBe('retry')
    expect(await untilLink(channel, 'lost')).toEqual({ kind: 'lost', why: 'network' })
    server.state('CONNECTED')
    await untilLink(channel, 'linked')
    await works()
    expect(server.sent(MARIA).map(({ text }) => text)).toEqual(['answer 1', 'answer 2'])
  })

  it("WhatsApp's scripts do not load: a string that the library throws, at the start and later", async () => {
    const { server, channel } = await open({ channel: { loadPatience: 1_500 } })
    server.setBlank(true)
    await channel.start(received.current.receive, received.current.report)
    expect(await untilLink(channel, 'lost')).toEqual({ kind: 'lost', why: 'network' })
    server.setBlank(false)
    await untilLink(channel, 'linked')
    await works()
    server.setBlank(true)
    server.reload()
    expect(await untilLink(channel, 'lost')).toEqual({ kind: 'lost', why: 'network' })
    server.setBlank(false)
    await untilLink(channel, 'linked')
    await works()
  })

  it('the page hangs', async () => {
    const { server, channel } = await open({ channel: { pagePatience: 1_500 } })
    await start()
    server.hang()
    expect(await untilLink(channel, 'lost')).toEqual({ kind: 'lost', why: 'page' })
    await untilLink(channel, 'linked')
    await works()
  })

  it('it uses too much memory: it is started anew between two messages', async () => {
    const { folder, channel } = await open({ channel: { maxMegabytes: 1, memoryEvery: 500 } })
    await start()
    const first = mainBrowserOf(folder)?.pid
    await expect.poll(() => stage.log.lines.join('\n'), { timeout: 10_000 }).toContain('too much memory')
    const written = ['one', 'two', 'three']
    for (const text of written) stage.server.person(MARIA).says(text)
    await received.current.untilCount(3)
    expect(received.current.texts()).toEqual(written)
    await untilLink(channel, 'linked')
    expect(mainBrowserOf(folder)?.pid).not.toBe(first)
  })

  it('there is no Chromium: one line says how to get it, and it is taken up when it is there', async () => {
    const { channel, folder } = await open()
    await channel.stop()
    const browser = join(folder, '..', 'chromium')
    stage = { ...stage, channel: stage.createChannel({ browser }) }
    await stage.channel.start(received.current.receive, received.current.report)
    await untilLink(stage.channel, 'no-browser')
    expect(stage.channel.health()).toEqual({
      state: 'failing',
      detail:
        'there is no Chromium: install it (sudo apt-get install chromium-headless-shell), or set CHROMIUM_PATH to it',
    })
    writeFileSync(browser, `#!/bin/sh\nexec ${chromiumPath()} "$@"\n`, { mode: 0o755 })
    await untilLink(stage.channel, 'linked')
    await works()
  })
})
