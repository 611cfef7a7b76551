/** `npm test`: prepares what the tests need, builds, checks, runs every test, and closes with one line that a machine can read. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { prepareTests } from './prepare-tests.ts'

const root = new URL('..', import.meta.url).pathname
let passed = 0
let failed = 0

const count = (name: string, good: boolean): void => {
  if (good) passed += 1
  else {
    failed += 1
    console.log(`FAILED: ${name}`)
  }
}

const run = (name: string, command: string, ...args: readonly string[]): boolean => {
  console.log(`\n== ${name}`)
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0
}

/** One of several that run side by side: what it prints is shown when it has ended. */
const runBeside = (name: string, script: string): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => output.push(data))
    child.once('error', (error) => output.push(Buffer.from(`${error.message}\n`)))
    child.once('close', (code) => {
      console.log(`\n== ${name}`)
      process.stdout.write(Buffer.concat(output))
      count(name, code === 0)
      resolve()
    })
  })

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) })),
})

const runTests = (): void => {
  const folder = mkdtempSync(join(tmpdir(), 'tests-'))
  const file = join(folder, 'report.json')
  const green = run(
    'tests',
    'npx',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  )
  const before = failed
  try {
    const { numPassedTests, numFailedTests, testResults } = report.parse(JSON.parse(readFileSync(file, 'utf8')))
    passed += numPassedTests
    failed += numFailedTests
    // A file that cannot be loaded fails without a failed test.
    for (const { name, status, assertionResults } of testResults)
      if (status === 'failed' && assertionResults.length === 0) count(name, false)
  } catch {
    count('vitest ended without a report', false)
  }
  // An error outside every test is in no number of the report.
  if (!green && failed === before) count('tests: see above', false)
  rmSync(folder, { recursive: true })
}

const prepared = prepareTests()
console.log(prepared.ok ? prepared.value : prepared.error)
if (prepared.ok) {
  const checks = async (): Promise<void> => {
    for (const check of ['types', 'style', 'content', 'flows']) await runBeside(`check:${check}`, `check:${check}`)
  }
  await Promise.all([runBeside('build', 'build'), checks()])
  runTests()
} else count('nothing was run', false)

console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
