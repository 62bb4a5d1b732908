import { PASSWORD_LEAST } from '@contract/access/password.ts'
import type { LinkAnswer } from '@contract/access/sign-in.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiFailure } from '../../api/client.ts'
import { linkQuery, useSignIn } from '../../api/session.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/fields.tsx'
import { useSend } from '../../parts/use-send.ts'
import { Door } from './door.tsx'

/** Where a link leads: to make the first admin, to join, or to choose a new password. */
export function AcceptPage() {
  const [token] = useState(() => location.hash.slice(1))
  const link = useQuery({ ...linkQuery(token), enabled: token !== '' })
  if (token === '' || link.isError)
    return (
      <Door
        title="A link"
        sentence="This link opens nothing."
        context={
          isApiFailure(link.error) ? link.error.detail.replaceAll('`', '') : 'A part of it is missing: take it whole.'
        }
      >
        <Link to="/sign-in" className="font-medium text-sea hover:underline">
          To the page for signing in
        </Link>
      </Door>
    )
  if (link.data === undefined)
    return (
      <Door title="A link" sentence="Looking at the link…">
        {null}
      </Door>
    )
  return <Accept token={token} link={link.data} />
}

const TITLES = { 'set-up': 'The first admin', invitation: 'Join', reset: 'A new password' } as const
const DOES = { 'set-up': 'Begin', invitation: 'Join', reset: 'Set the password' } as const

function Accept({ token, link }: { token: string; link: LinkAnswer }) {
  const { kind, role } = link
  const [email, setEmail] = useState(link.email ?? '')
  const [name, setName] = useState(link.name ?? '')
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  const navigate = useNavigate()
  const { send, busy, said } = useSend(async () => {
    const named = kind === 'reset' || name.trim() === '' ? {} : { name: name.trim() }
    await signIn('/links/accept', { token, password, ...(link.email === null ? { email } : {}), ...named })
    await navigate({ to: '/', replace: true })
  })
  const sentences = {
    'set-up': 'You are the first: make yourself the admin.',
    invitation: `You are invited to join as ${role}.`,
    reset: `Choose a new password, ${link.name ?? 'and you are in'}.`,
  }
  const whole = email !== '' && password.length >= PASSWORD_LEAST && (kind === 'reset' || name.trim() !== '')
  return (
    <Door title={TITLES[kind]} sentence={sentences[kind]}>
      <form onSubmit={send}>
        <Failure said={said} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          readOnly={link.email !== null}
          required
        />
        {kind !== 'reset' && (
          <TextField
            label="Your name"
            autoComplete="name"
            value={name}
            onChange={setName}
            hint="As accounts name their assignee: then Today opens with your list."
            required
          />
        )}
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          hint={`At least ${PASSWORD_LEAST} characters, of any kind; a few words you can remember do.`}
          required
        />
        <Button type="submit" look="first" disabled={busy || !whole} className="mt-1">
          {DOES[kind]}
        </Button>
      </form>
    </Door>
  )
}
