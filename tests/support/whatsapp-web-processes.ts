import { readdirSync, readFileSync } from 'node:fs'

export type Running = { readonly pid: number; readonly command: string }

/** Processes of browsers with a profile below this folder. */
export const browsersOf = (folder: string): readonly Running[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return command.includes(folder) && /chrom/.test(command) ? [{ pid: Number(pid), command }] : []
      } catch {
        return []
      }
    })

/** The browser itself, without the processes that it started. */
export const mainBrowserOf = (folder: string): Running | null =>
  browsersOf(folder).find(({ command }) => !command.includes('--type=')) ?? null

/** The process that holds the browser. */
export const parentOf = (pid: number): number =>
  Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1])
