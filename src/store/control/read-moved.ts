import type { TransitionSubject } from '../../core/transition.ts'
import type { ControlStore } from './open-control-store.ts'

/** Accounts of which something was told, and the last transition that was looked at. */
export type Moved = { readonly accounts: readonly string[]; readonly last: number }

/** Whose milestones, or bands, were told of behind a transition; null: only the last one. */
export async function readMoved(db: ControlStore, subject: TransitionSubject, after: number | null): Promise<Moved> {
  const { id } = await db
    .selectFrom('transition')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirstOrThrow()
  const last = Number(id ?? 0)
  if (after === null || after === last) return { accounts: [], last }
  const rows = await db
    .selectFrom('transition')
    .select('account')
    .distinct()
    .where('id', '>', after)
    .where('id', '<=', last)
    .where('subject', '=', subject)
    .execute()
  return { accounts: rows.map(({ account }) => account), last }
}
