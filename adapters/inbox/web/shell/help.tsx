import { type Key, useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

const SHORTCUTS: readonly (readonly [Key, readonly string[]])[] = [
  ['keys.next', ['J', 'K']],
  ['composer.reply', ['R']],
  ['composer.note', ['N']],
  ['ticket.claim', ['A']],
  ['ticket.transfer', ['T']],
  ['ticket.close', ['E']],
  ['list.unread-only', ['U']],
  ['keys.search', ['/']],
  ['composer.send', ['Ctrl', 'Enter']],
  ['keys.go-cases', ['G', 'C']],
  ['keys.go-staff', ['G', 'S']],
  ['keys.go-questions', ['G', 'Q']],
  ['keys.back', ['Esc']],
  ['keys.help', ['?']],
]

export const Help = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useI18n()
  return (
    <Dialog
      title={t('keys.title')}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <Button type="submit" look="primary">
          {t('action.close')}
        </Button>
      }
    >
      <dl className="keys">
        {SHORTCUTS.map(([label, pressed]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="hint">{t('keys.off-hint')}</p>
    </Dialog>
  )
}
