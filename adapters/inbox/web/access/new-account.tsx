import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { accountAnswer, invitePreview, PASSWORD_MIN } from '../../contract.ts'
import { get, post, problemOf } from '../lib/api.ts'
import { attempt, auth } from '../lib/auth.ts'
import { useI18n } from '../lib/i18n.ts'
import { go } from '../lib/router.ts'
import { Button } from '../ui/button.tsx'
import { Field, FieldError, PasswordField } from '../ui/field.tsx'
import { problemWords } from '../ui/trouble.tsx'
import { AccessCard } from './card.tsx'

type AccountProps = { readonly token: string; readonly onDone: () => void }

/** The page of the one-time link that the first start prints. */
export const Setup = ({ token, onDone }: AccountProps) => {
  const { t } = useI18n()
  return (
    <AccessCard title={t('setup.title')} words={t('setup.words')}>
      <AccountForm onDone={onDone} create={(account) => post(accountAnswer, 'setup', { token, ...account })} />
    </AccessCard>
  )
}

/** The page of an invitation. */
export const Invite = ({ token, onDone }: AccountProps) => {
  const i18n = useI18n()
  const { t } = i18n
  const preview = useQuery({
    queryKey: ['invite', token],
    queryFn: () => get(invitePreview, `invite?${new URLSearchParams({ token })}`),
  })
  return (
    <AccessCard
      title={t('invite.title')}
      words={preview.data && t('invite.words', { role: t(`role.${preview.data.role}`) })}
    >
      {preview.isPending && <p role="status">{t('state.loading')}</p>}
      {preview.isError && <FieldError>{problemWords(i18n, problemOf(preview.error))}</FieldError>}
      {preview.data && (
        <AccountForm
          onDone={onDone}
          email={preview.data.email}
          create={({ name, password }) => post(accountAnswer, 'invite/accept', { token, name, password })}
        />
      )}
    </AccessCard>
  )
}

type Account = { readonly name: string; readonly email: string; readonly password: string }
type FormProps = {
  /** Given by the invitation, and not to be changed. */
  readonly email?: string
  readonly create: (account: Account) => Promise<{ email: string }>
  readonly onDone: () => void
}

const AccountForm = ({ email: given, create, onDone }: FormProps) => {
  const i18n = useI18n()
  const { t } = i18n
  const [name, setName] = useState('')
  const [email, setEmail] = useState(given ?? '')
  const [password, setPassword] = useState('')
  const account = useMutation({
    mutationFn: async () => {
      const made = await create({ name, email, password })
      await attempt((options) => auth.signIn.email({ email: made.email, password }, options))
    },
    onSuccess: () => {
      // The token must not stay in the history.
      go('?view=unit')
      onDone()
    },
  })
  const problem = account.isError ? problemOf(account.error) : null
  const common = problem?.kind === 'invalid' && problem.fields.includes('password')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!account.isPending) account.mutate()
      }}
    >
      {problem && !common && <FieldError>{problemWords(i18n, problem)}</FieldError>}
      <Field
        label={t('account.name')}
        hint={t('account.name-hint')}
        name="name"
        autoComplete="name"
        required
        minLength={2}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t('signin.email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        readOnly={given !== undefined}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={t('signin.password')}
        hint={t('account.password-hint', { min: PASSWORD_MIN })}
        error={common ? t('problem.password') : null}
        name="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_MIN}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" className="main" busy={account.isPending && t('state.working')}>
        {t('account.create')}
      </Button>
    </form>
  )
}
