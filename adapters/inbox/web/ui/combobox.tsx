import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { FieldError } from './field.tsx'

type Option<Value extends string> = { readonly value: Value; readonly label: string; readonly detail: string }

type ComboboxProps<Value extends string> = {
  readonly label: string
  readonly hint?: string
  readonly error?: string | null
  readonly placeholder: string
  readonly value: Value | null
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
}

/** Without accents and capitals, so that nobody must type them. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The options that have every typed word somewhere. */
const matching = <Value extends string>(options: readonly Option<Value>[], typed: string) => {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  return options.filter(({ label, detail }) => {
    const text = fold(`${label} ${detail}`)
    return words.every((word) => text.includes(word))
  })
}

/**
 * One of many, found by typing. As the ARIA pattern of a combobox with a list: the focus stays in the field, arrows move, Enter
 * takes, Escape closes the list and nothing else.
 */
export const Combobox = <Value extends string>(props: ComboboxProps<Value>) => {
  const { label, hint, error, placeholder, value, options, onChange } = props
  const { t, n } = useI18n()
  const id = useId()
  /** Null: the list is closed, and the field shows what is chosen. */
  const [typed, setTyped] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const active = useRef<HTMLDivElement>(null)
  const open = typed !== null
  const found = open ? matching(options, typed) : []
  const chosen = options.find((option) => option.value === value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the option that is marked moves with these
  useEffect(() => {
    active.current?.scrollIntoView({ block: 'nearest' })
  }, [at, typed])

  const show = (text: string, first = 0): void => {
    setTyped(text)
    setAt(first)
  }
  const take = (option: Option<Value> | undefined): void => {
    if (option) onChange(option.value)
    setTyped(null)
  }
  const whole = (): void =>
    show(
      '',
      Math.max(
        0,
        options.findIndex((option) => option.value === value),
      ),
    )
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      if (open) setAt(found.length === 0 ? 0 : (at + step + found.length) % found.length)
      else whole()
    } else if (open && (event.key === 'Enter' || event.key === 'Escape')) {
      // In a dialog these two would send or close it.
      event.preventDefault()
      event.stopPropagation()
      take(event.key === 'Enter' ? found[at] : undefined)
    }
  }
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].join(' ').trim()
  return (
    <div className="field combobox">
      <label htmlFor={id}>{label}</label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <input
        id={id}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={open}
        aria-controls={open ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && found[at] ? `${id}-${found[at].value}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={described === '' ? undefined : described}
        placeholder={open && chosen ? chosen.label : placeholder}
        value={typed ?? chosen?.label ?? ''}
        onChange={(event) => show(event.target.value)}
        onClick={() => !open && whole()}
        onKeyDown={onKeyDown}
        onBlur={() => setTyped(null)}
      />
      {open && (
        <div id={`${id}-list`} role="listbox" aria-label={label}>
          {found.map((option, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the marked option
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field
            <div
              key={option.value}
              id={`${id}-${option.value}`}
              ref={index === at ? active : null}
              role="option"
              aria-selected={option.value === value}
              className={index === at ? 'active' : ''}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(option)}
            >
              {option.label}
              <small>{option.detail}</small>
            </div>
          ))}
        </div>
      )}
      <p className={open && found.length === 0 ? 'hint' : 'sr-only'} role="status">
        {open && (found.length === 0 ? t('combobox.none') : n('combobox.found', found.length))}
      </p>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
