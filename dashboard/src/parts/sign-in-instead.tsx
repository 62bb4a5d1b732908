import type { SessionAnswer } from '@contract/access/sign-in.ts'
import { Link, useLocation } from '@tanstack/react-router'
import { useSignIn } from '../api/session.ts'
import { Button } from './button.tsx'
import { Failure } from './failure.tsx'
import { useSend } from './use-send.ts'

/** Beside a form for a key: in a demo one click, else the way to the page for signing in and back. */
export function SignInInstead({ session, onDone }: { session: SessionAnswer; onDone: () => void }) {
  const signIn = useSignIn()
  const { href, pathname } = useLocation()
  const { send, busy, said } = useSend(() => signIn('/session/demo', {}).then(onDone))
  if (session.demo)
    return (
      <div className="mb-4">
        <Failure said={said} />
        <Button look="first" disabled={busy} onClick={() => send()}>
          Sign in to the demo
        </Button>
      </div>
    )
  if (!session.hasUsers || pathname === '/sign-in') return null
  return (
    <p className="mb-3">
      <Link to="/sign-in" search={{ back: href }} className="font-medium text-sea hover:underline">
        Sign in
      </Link>{' '}
      <span className="text-ink-2">or use a key.</span>
    </p>
  )
}
