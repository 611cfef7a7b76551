/** `npm test`: prepares what the tests need, builds, checks, runs every test, and closes with one line that a machine can read. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumPath } from '../tests/support/chromium.ts'

const root = new URL('..', import.meta.url).pathname
let passed = 0
let failed = 0

const run = (name: string, command: string, args: readonly string[]): boolean => {
  console.log(`\n== ${name}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  return status === 0
}

const step = (name: string, command: string, args: readonly string[]): void => {
  if (run(name, command, args)) passed += 1
  else {
    failed += 1
    console.log(`FAILED: ${name}`)
  }
}

console.log(`browser: ${chromiumPath()}`)
step('build', 'npm', ['run', '--silent', 'build'])
for (const check of ['types', 'style', 'content', 'flows'])
  step(`check: ${check}`, 'npm', ['run', '--silent', `check:${check}`])

const folder = mkdtempSync(join(tmpdir(), 'tests-'))
const report = join(folder, 'report.json')
const green = run('tests', 'npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
])
try {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>
  passed += numPassedTests ?? 0
  failed += numFailedTests ?? 0
} catch {
  failed += 1
}
// A file that cannot be loaded fails without a failed test.
if (!green && failed === 0) failed = 1
rmSync(folder, { recursive: true })

console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
