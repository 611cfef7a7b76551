import { Hono } from 'hono'
import type { z } from 'zod'
import { type cloudAnswer, type cloudTest, cloudTestRequest } from './contract-channels-cloud.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { readBody } from './input.ts'
import type { Env } from './signed-in.ts'

/** The set-up of the WhatsApp Cloud API. Mounted behind the guard of the channels: whoever comes here is an administrator. */
export const cloudChannelRoutes = ({ whatsappCloud = null, log }: Core): Hono<Env> =>
  new Hono<Env>()
    .get('/', async (c) => {
      const setup = whatsappCloud === null ? null : await whatsappCloud.setup()
      const answer: z.input<typeof cloudAnswer> = {
        setup: setup === null ? null : { ...setup, lacks: [...setup.lacks] },
      }
      return c.json(answer)
    })
    .post('/test', async (c) => {
      if (whatsappCloud === null) return refuse({ kind: 'not-found' })
      const read = await readBody(c, cloudTestRequest)
      if (!read.ok) return read.error
      const result: z.output<typeof cloudTest> = await whatsappCloud.sendTest(read.value.to)
      log.info({ by: c.var.me.staff.id, result: result.kind }, 'a test message by the WhatsApp Cloud API')
      return c.json(result)
    })
