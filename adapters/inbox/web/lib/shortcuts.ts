import { useEffect, useRef } from 'react'
import { shortcuts } from './device.ts'

/** What a key does; `g c` is G and then C. */
export type Shortcuts = Readonly<Record<string, () => void>>

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const THEN = 1_500

/** Single keys, off inside fields, under a dialog, with a modifier, and when the person has switched them off. */
export const useShortcuts = (map: Shortcuts): void => {
  const current = useRef(map)
  current.current = map
  useEffect(() => {
    let first = { key: '', at: 0 }
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (inField(event.target) || document.querySelector('dialog[open]')) return
      if (!shortcuts.get() && event.key !== 'Escape') return
      const key = event.key.toLowerCase()
      const action =
        (event.timeStamp - first.at < THEN && current.current[`${first.key} ${key}`]) || current.current[key]
      first = { key, at: event.timeStamp }
      if (!action) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
