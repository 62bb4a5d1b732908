import { Link } from '@tanstack/react-router'
import { useLeave } from '../api/leave.ts'
import { useSession } from '../api/session.ts'
import { isSnapshot } from '../api/snapshot.ts'

/** Who is signed in, and the way out; where somebody could be, the way in. */
export function You() {
  const session = useSession()
  const leave = useLeave()
  if (isSnapshot) return null
  // Its place: who it is comes after the page.
  if (session === undefined) return <span className="h-4 max-desk:hidden desk:mt-2" />
  const { user } = session
  if (user === null) {
    if (!session.hasUsers && !session.demo) return null
    return (
      <Link
        to="/sign-in"
        className="text-small font-medium whitespace-nowrap text-sea hover:underline desk:mx-2 desk:mt-2"
      >
        Sign in
      </Link>
    )
  }
  return (
    <div className="flex min-w-0 items-center gap-2 text-small max-desk:hidden desk:mx-2 desk:mt-2">
      <Link to="/settings" className="min-w-0 truncate font-medium text-ink-2 hover:underline" title={user.email}>
        {user.name}
      </Link>
      <span className="text-ink-3">{user.role}</span>
      <button
        type="button"
        onClick={() => void leave('/session')}
        className="ml-auto flex-none rounded-1 text-ink-3 underline-offset-2 hover:underline"
      >
        Sign out
      </button>
    </div>
  )
}
