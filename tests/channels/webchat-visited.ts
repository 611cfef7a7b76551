import { afterEach, beforeEach } from 'vitest'
import { addressOf, startWorld, type Visitor, visitor, type World } from './webchat-world.ts'

/** Of the test that runs. */
export let world: World
export let ana: Visitor

/** Before every test of the file, a web chat that answers with the kind of what it got, and one visitor, Ana. */
export const visitedByAna = (): void => {
  beforeEach(async () => {
    world = await startWorld({ reply: (message) => [{ text: `got ${message.body.kind}`, choices: [] }] })
    ana = visitor(world, 'a')
  })
  afterEach(() => world.close())
}

/** Known once something of hers was received. */
export const addressOfAna = (): string => addressOf(world)

/** The beginning of a picture, as far as anybody looks. */
export const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4])
