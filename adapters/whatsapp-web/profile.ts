import { chmodSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** The library's own name for it: the browser's profile, below the folder of the session. */
const profileOf = (folder: string): string => join(folder, 'session')

const LOCK = 'SingletonLock'
const LOCKS = [LOCK, 'SingletonSocket', 'SingletonCookie']

const link = z.object({ since: z.number() })

/** The folder of the session, readable by nobody else. Throws Node's error where it cannot be made. */
export const prepareFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
}

/** Seconds since 1970 from which on messages are news and not history; null: not linked. */
export const readSince = (folder: string): number | null => {
  try {
    return link.parse(JSON.parse(readFileSync(join(folder, 'link.json'), 'utf8'))).since
  } catch {
    return null
  }
}

export const writeSince = (folder: string, since: number): void =>
  writeFileSync(join(folder, 'link.json'), JSON.stringify({ since }), { mode: 0o600 })

/** Forgets the session: the next start shows a new code. */
export const wipeSession = (folder: string): void => {
  // A browser that is just ending may still write into it.
  rmSync(profileOf(folder), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  rmSync(join(folder, 'link.json'), { force: true })
}

/** Locks the profile for a browser that runs. The one without windows does not do it, and two would spoil each other's session. */
export const lockProfile = (folder: string, pid: number): void => {
  try {
    symlinkSync(`${hostname()}-${pid}`, join(profileOf(folder), LOCK))
  } catch {
    // It has done it itself.
  }
}

/**
 * Removes the lock of a browser that is gone: of this machine, or of another one whose disk this was (a container that was
 * made anew). False: a browser that runs holds it.
 */
export const freeProfile = (folder: string): boolean => {
  const profile = profileOf(folder)
  const holder = holderOf(join(profile, LOCK))
  if (holder !== null && holder.host === hostname() && holdsProfile(holder.pid, profile)) return false
  for (const name of LOCKS) rmSync(join(profile, name), { force: true })
  return true
}

/** `host-pid`, which the lock points to. */
const holderOf = (lock: string): { readonly host: string; readonly pid: number } | null => {
  try {
    const [, host, pid] = /^(.+)-(\d+)$/.exec(readlinkSync(lock)) ?? []
    return host === undefined ? null : { host, pid: Number(pid) }
  } catch {
    return null
  }
}

/** Whether that process runs and is a browser with this profile: its number may have gone to another program. */
const holdsProfile = (pid: number, profile: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile)
  } catch {
    if (process.platform === 'linux') return false
  }
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
