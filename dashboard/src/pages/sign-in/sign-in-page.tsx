import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession, useSignIn } from '../../api/session.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { useSend } from '../../parts/use-send.ts'
import { Door } from './door.tsx'
import { safeBack } from './sign-in-search.ts'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { back, ended } = route.useSearch()
  const session = useSession()
  const navigate = useNavigate()
  const goBack = () => void navigate({ href: safeBack(back), replace: true })
  const sentence = ended === 'yes' ? 'Your session has ended. Sign in, and you are back where you were.' : 'Sign in'
  if (session?.demo === true)
    return (
      <Door
        title="Sign in"
        sentence="This is a demo on your own machine."
        context="One click, and you may change everything in it."
      >
        <DemoButton onDone={goBack} />
      </Door>
    )
  if (session?.hasUsers === false)
    return (
      <Door
        title="Sign in"
        sentence="Nobody can sign in here yet."
        context="The server prints a link on its terminal, with which the first admin is made."
      >
        <p className="text-dense text-ink-2">
          Is it older than 15 minutes? Start the server again, or make one with{' '}
          <code>npx telltale users add you@example.com --role admin</code>
        </p>
      </Door>
    )
  return (
    <Door title="Sign in" sentence={sentence}>
      <PasswordForm onDone={goBack} />
      <details className="mt-6 text-dense text-ink-2">
        <summary className="text-ink-3">Another way in</summary>
        <p className="mt-3">
          No invitation, or a lost password? An admin makes a link on Settings; at the machine{' '}
          <code>npx telltale users reset you@example.com</code> does.
        </p>
        <KeyForm what="Or use a key." onUsed={goBack} />
      </details>
    </Door>
  )
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  const { send, busy, said } = useSend(() => signIn('/session', { email, password }).then(onDone))
  return (
    <form onSubmit={send}>
      <Failure said={said} />
      <TextField label="E-mail" type="email" autoComplete="username" value={email} onChange={setEmail} required />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        required
      />
      <Button type="submit" look="first" disabled={busy || email === '' || password === ''} className="mt-1">
        Sign in
      </Button>
    </form>
  )
}

/** One click, on one's own machine. */
export function DemoButton({ onDone }: { onDone: () => void }) {
  const signIn = useSignIn()
  const { send, busy, said } = useSend(() => signIn('/session/demo', {}).then(onDone))
  return (
    <>
      <Failure said={said} />
      <Button look="first" disabled={busy} onClick={() => send()}>
        Sign in to the demo
      </Button>
    </>
  )
}
