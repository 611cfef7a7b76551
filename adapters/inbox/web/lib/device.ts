import { z } from 'zod'
import { isLang, type Lang } from '../../../../locales/languages.ts'
import { signal } from './signal.ts'

/** Settings that stay on this device. */
const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const readTheme = (): Theme => {
  const kept = z.enum(THEMES).safeParse(localStorage.getItem('inbox.theme'))
  return kept.success ? kept.data : 'system'
}

const readLang = (): Lang => {
  const kept = localStorage.getItem('inbox.lang')
  return isLang(kept) ? kept : 'pt'
}

/** The language before the account is known: as chosen on this device, else Portuguese, whatever the browser speaks. */
export const deviceLang = signal<Lang>(readLang())
export const theme = signal<Theme>(readTheme())
/** Single-key shortcuts can be switched off: speech input and a stray finger press them too. */
export const shortcuts = signal(localStorage.getItem('inbox.shortcuts') !== 'off')

const dark = matchMedia('(prefers-color-scheme: dark)')
const applyTheme = () => {
  const chosen = theme.get()
  document.documentElement.dataset.theme = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen
}

/** Puts the theme on the page, and keeps the settings when they change. */
export const startDevice = (): void => {
  applyTheme()
  dark.addEventListener('change', applyTheme)
  theme.subscribe(() => {
    localStorage.setItem('inbox.theme', theme.get())
    applyTheme()
  })
  deviceLang.subscribe(() => localStorage.setItem('inbox.lang', deviceLang.get()))
  shortcuts.subscribe(() => localStorage.setItem('inbox.shortcuts', shortcuts.get() ? 'on' : 'off'))
}
