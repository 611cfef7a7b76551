import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** New files in a folder that goes with the test file. */
export const temporaryFiles = (): (() => string) => {
  const folder = mkdtempSync(join(tmpdir(), 'morabeza-store-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let count = 0
  return () => {
    count += 1
    return join(folder, `records-${count}.db`)
  }
}
