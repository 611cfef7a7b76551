import type { LinkView } from '../../contract-channels.ts'

type Drawing = Extract<LinkView, { readonly kind: 'scan' }>['code']

/** A code to be scanned: dark on light in every theme, because some telephones find no other. */
export const Code = ({ code, label }: { readonly code: Drawing; readonly label: string }) => (
  <svg className="link-code" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label}>
    <path d={code.path} />
  </svg>
)
