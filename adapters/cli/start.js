/*
 * `npm start`. The compiled code is kept beside the pages, which makes every later start a quarter shorter. Not TypeScript itself:
 * Node would load what strips the types, and keep its 18 MB, before anything here could say where the stripped code is kept.
 */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

// The heap grows in small steps: 45 MB less once there has been much to do, for a little more collecting.
setFlagsFromString('--heap-growing-percent=20')
// For Node, and for the processes that this one starts. A folder that is read-only is no fault: then nothing is kept.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../dist/code', import.meta.url))
enableCompileCache(process.env.NODE_COMPILE_CACHE)
// Only what is loaded from here on is kept.
const { main } = await import('../main.ts')
await main()
// Not only at the end: a program that is killed has no end.
flushCompileCache()
