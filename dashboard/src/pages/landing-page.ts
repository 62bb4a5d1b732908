import { readApi } from '../api/client.ts'

/** Where a role begins: who looks, with the accounts; who works, with the list of today, their own where they have one. */
export async function landingPage(): Promise<{ to: '/today'; search: { of?: string } } | { to: '/accounts' }> {
  const session = await readApi('/session', {}).catch(() => null)
  const user = session?.user ?? null
  if (user?.role === 'viewer') return { to: '/accounts' }
  if (user === null || user.id === 'demo') return { to: '/today', search: {} }
  const team = await readApi('/team', {}).catch(() => null)
  const hasList = team?.data.some(({ assignee }) => assignee === user.name) === true
  return { to: '/today', search: hasList ? { of: user.name } : {} }
}
