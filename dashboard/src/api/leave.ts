import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { deleteApi } from './post.ts'

/** Ends this session, or all of them, and leads out. Throws ApiFailure. */
export function useLeave(): (path: '/session' | '/me/sessions') => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async (path) => {
    await deleteApi(path, {})
    await navigate({ to: '/sign-in' })
    await client.resetQueries()
  }
}
