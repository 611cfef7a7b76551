import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createTelegram, type TelegramOptions } from '../../adapters/telegram/index.ts'
import { createCountingIds, createJumpingClock, createTestLog } from './fakes.ts'
import { startTelegramServer, type TelegramServerOptions } from './telegram-server.ts'

export const TOKEN = '4242:AA-a-secret-that-no-log-may-show'
export const SECRET = 'webhook_secret-1'

type StageOptions = {
  readonly webhook?: boolean
  readonly server?: Partial<TelegramServerOptions>
  readonly channel?: Partial<TelegramOptions>
}

/** The real adapter and a simulated Telegram, by long polling or with a webhook on a real HTTP server. */
export const openTelegram = async (options: StageOptions = {}) => {
  const server = await startTelegramServer({ token: TOKEN, ...options.server })
  const clock = createJumpingClock()
  const log = createTestLog()
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const publicUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`

  const createChannel = () => {
    const channel = createTelegram({
      token: TOKEN,
      apiRoot: `${server.url}/`,
      webhook: options.webhook ? { publicUrl, secret: SECRET } : null,
      clock,
      ids: createCountingIds(),
      log,
      pollSeconds: 5,
      requestSeconds: 2,
      ...options.channel,
    })
    if (channel.routes) http.removeAllListeners('request').on('request', getRequestListener(channel.routes.fetch))
    return channel
  }

  return {
    server,
    clock,
    log,
    publicUrl,
    channel: createChannel(),
    /** The adapter anew, as after a restart of the program. */
    createChannel,
    close: async (): Promise<void> => {
      await server.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}
export type TelegramStage = Awaited<ReturnType<typeof openTelegram>>
