import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'

/** From how many failures on a caller has to wait. */
export type Patience = { readonly caller: string; readonly most: number }

const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000
/** Whoever has not failed for so long is as somebody new. */
const FORGIVEN_MS = 86_400_000

/** Until when a caller may not try again; null: it may. */
export async function blockedUntil(
  db: ControlStore,
  callers: readonly Patience[],
  now: Millis,
): Promise<Millis | null> {
  const rows = await db
    .selectFrom('sign_in_failure')
    .select('blocked_until')
    .where(
      'caller',
      'in',
      callers.map(({ caller }) => caller),
    )
    .execute()
  const until = Math.max(0, ...rows.map(({ blocked_until }) => Number(blocked_until)))
  return until > now ? until : null
}

/** Counts a failure of each: after `most` of them a minute's wait, and twice as long after each further one, up to an hour. Kept, so that a restart forgives nothing. */
export async function countFailure(db: ControlStore, callers: readonly Patience[], now: Millis): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('sign_in_failure')
      .where('failed_at', '<', now - FORGIVEN_MS)
      .execute()
    for (const { caller, most } of callers) {
      const row = await tx.selectFrom('sign_in_failure').select('count').where('caller', '=', caller).executeTakeFirst()
      const count = (row?.count ?? 0) + 1
      const wait = count < most ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - most))
      const values = { count, failed_at: now, blocked_until: now + wait }
      await tx
        .insertInto('sign_in_failure')
        .values({ caller, ...values })
        .onConflict((c) => c.column('caller').doUpdateSet(values))
        .execute()
    }
  })
}

export async function forgiveFailures(db: ControlStore, caller: string): Promise<void> {
  await db.deleteFrom('sign_in_failure').where('caller', '=', caller).execute()
}
