import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The pages as `npm run build` leaves them. */
export const WEBCHAT_PAGE = join(root, 'dist/webchat')
export const INBOX_PAGE = join(root, 'dist/inbox')

/** Before the first test: builds what has changed since the last build, the model too, once for all files. */
export default (): void => {
  const { status } = spawnSync(process.execPath, [join(root, 'tools/build.ts'), '--if-stale'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the build failed; its words stand above')
}
