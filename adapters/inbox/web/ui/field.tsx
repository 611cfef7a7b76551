import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId, useState } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { Icon } from './icon.tsx'

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | null | undefined
}

type FrameProps = Pick<FieldProps, 'label' | 'hint' | 'error'> & {
  /** The field itself: its id, and what describes it. */
  readonly children: (ties: {
    readonly id: string
    readonly 'aria-invalid': true | undefined
    readonly 'aria-describedby': string | undefined
  }) => ReactNode
}

/** What every field has around it: a label, and an error and a hint in words that are tied to it. */
const Frame = ({ label, hint, error, children }: FrameProps) => {
  const id = useId()
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].join(' ').trim()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described || undefined })}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** A field with its label; an error stands above it, in words, and is tied to it. */
export const Field = ({ label, hint, error, ...rest }: FieldProps) => (
  <Frame label={label} hint={hint} error={error}>
    {(ties) => <input {...rest} {...ties} />}
  </Frame>
)

type AreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & Pick<FieldProps, 'label' | 'hint' | 'error'>

/** A field for several lines. */
export const Area = ({ label, hint, error, ...rest }: AreaProps) => (
  <Frame label={label} hint={hint} error={error}>
    {(ties) => <textarea {...rest} {...ties} />}
  </Frame>
)

/** One line of words that may be longer than the field is wide: Enter sends, as in any other field. */
export const LongLine = (props: AreaProps) => (
  <Area
    {...props}
    rows={2}
    onKeyDown={(event) => {
      // While a word is being composed, Enter ends the word.
      if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
      event.preventDefault()
      event.currentTarget.form?.requestSubmit()
    }}
  />
)

export const FieldError = ({ id, children }: { readonly id?: string; readonly children: ReactNode }) => (
  <p className="field-error" id={id} role="alert">
    <Icon name="danger" />
    <span>{children}</span>
  </p>
)

/** A password with a button that shows it. Paste and password managers work. */
export const PasswordField = (props: FieldProps) => {
  const { t } = useI18n()
  const [shown, setShown] = useState(false)
  return (
    <div className="password">
      <Field {...props} type={shown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false} />
      <button
        type="button"
        className="reveal"
        aria-pressed={shown}
        aria-label={`${t(shown ? 'password.hide' : 'password.show')}: ${props.label}`}
        onClick={() => setShown(!shown)}
      >
        {t(shown ? 'password.hide' : 'password.show')}
      </button>
    </div>
  )
}

type SelectProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}

export const Select = <Value extends string>({ label, value, options, onChange }: SelectProps<Value>) => {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

type OptionsProps<Value extends string> = {
  readonly legend: string
  readonly hideLegend?: boolean
  readonly value: Value | null
  readonly options: readonly { readonly value: Value; readonly label: string; readonly detail?: string | undefined }[]
  readonly onChange: (value: Value) => void
}

/** One of several, each a whole row to press. */
export const Options = <Value extends string>({
  legend,
  hideLegend,
  value,
  options,
  onChange,
}: OptionsProps<Value>) => {
  const name = useId()
  return (
    <fieldset className="options">
      <legend className={hideLegend ? 'sr-only' : ''}>{legend}</legend>
      {options.map((option) => (
        <label className="option" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.detail && <small>{option.detail}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export const Check = ({
  label,
  detail,
  checked,
  onChange,
  disabled,
}: {
  readonly label: string
  readonly detail?: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}) => (
  <label className="option">
    <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
    <span>
      {label}
      {detail && <small>{detail}</small>}
    </span>
  </label>
)
