import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PORT = 18_980

/** Seconds from the start of the process to `ready`, and its resident memory in MB a moment later. */
export const coldStart = async (): Promise<{ seconds: number; megabytes: number }> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const main = new URL('../adapters/cli/start.js', import.meta.url).pathname
  const begun = performance.now()
  const child = spawn(process.execPath, ['--max-semi-space-size=2', main], {
    env: { PATH: process.env.PATH, PORT: String(PORT), DATA_DIR: folder, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  try {
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${PORT}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (ready) break
      if (child.exitCode !== null) throw new Error('the program ended before it was ready')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const seconds = (performance.now() - begun) / 1000
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
    return { seconds, megabytes }
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}
