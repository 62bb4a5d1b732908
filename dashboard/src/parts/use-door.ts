import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isApiFailure } from '../api/client.ts'
import { readKey } from '../api/read-key.ts'
import { useSession } from '../api/session.ts'

/** Who may not read, and could sign in, is led there, and back afterwards; a session that has ended is told. */
export function useDoor(error: unknown): void {
  const session = useSession()
  const navigate = useNavigate()
  const { href } = useLocation()
  const ended = isApiFailure(error) && error.code === 'session_ended'
  const outside = isApiFailure(error) && error.status === 401 && readKey() === null && session?.hasUsers === true
  useEffect(() => {
    if (outside)
      void navigate({ to: '/sign-in', search: { back: href, ...(ended ? { ended: 'yes' } : {}) }, replace: true })
  }, [outside, ended, href, navigate])
}
