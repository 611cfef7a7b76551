import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: IconName
  /** Shown instead of the label, and the button does nothing, while something is on its way. */
  readonly busy?: string | false
  readonly children: ReactNode
}

/** One `primary` a screen; `danger` only for taking over a case of danger. The label names the outcome. */
export const Button = ({ look = 'plain', icon, busy = false, children, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    className={`button ${look} ${rest.className ?? ''}`}
    aria-disabled={busy !== false || undefined}
    onClick={busy === false ? rest.onClick : (event) => event.preventDefault()}
  >
    {icon && <Icon name={icon} />}
    <span>{busy === false ? children : busy}</span>
  </button>
)

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { readonly icon: IconName; readonly label: string }

export const IconButton = ({ icon, label, ...rest }: IconButtonProps) => (
  <button type="button" {...rest} className={`icon-button ${rest.className ?? ''}`} aria-label={label} title={label}>
    <Icon name={icon} />
  </button>
)
