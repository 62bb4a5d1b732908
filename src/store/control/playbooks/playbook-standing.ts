import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'

/** Why a playbook goes no further, and since when it goes on again where somebody said so. */
export type PlaybookStanding = {
  readonly playbook: string
  readonly pausedAt: Millis | null
  readonly pausedBy: string | null
  readonly why: string | null
  readonly resumedAt: Millis | null
}

export async function readPlaybookStandings(db: ControlStore): Promise<Map<string, PlaybookStanding>> {
  const rows = await db.selectFrom('playbook_standing').selectAll().execute()
  const at = (value: number | null): number | null => (value === null ? null : Number(value))
  return new Map(
    rows.map((row) => [
      row.playbook,
      {
        ...{ playbook: row.playbook, pausedAt: at(row.paused_at), pausedBy: row.paused_by, why: row.why },
        resumedAt: at(row.resumed_at),
      },
    ]),
  )
}

export async function pausePlaybook(
  db: ControlStore,
  {
    playbook,
    by,
    why,
    at,
  }: { readonly playbook: string; readonly by: string; readonly why: string; readonly at: Millis },
): Promise<void> {
  const paused = { paused_at: at, paused_by: by, why }
  await db
    .insertInto('playbook_standing')
    .values({ playbook, ...paused, resumed_at: null })
    .onConflict((clash) => clash.column('playbook').doUpdateSet(paused))
    .execute()
}

/** @returns false: it was not paused */
export async function resumePlaybook(db: ControlStore, playbook: string, at: Millis): Promise<boolean> {
  const done = await db
    .updateTable('playbook_standing')
    .set({ paused_at: null, paused_by: null, why: null, resumed_at: at })
    .where('playbook', '=', playbook)
    .where('paused_at', 'is not', null)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}

/** Keeps a playbook as it is now, for those who begin it. */
export async function keepPlaybookVersion(db: ControlStore, hash: string, bodyOf: () => string): Promise<void> {
  const kept = await db.selectFrom('playbook_version').select('hash').where('hash', '=', hash).executeTakeFirst()
  if (kept !== undefined) return
  await db
    .insertInto('playbook_version')
    .values({ hash, body: bodyOf() })
    .onConflict((clash) => clash.column('hash').doNothing())
    .execute()
}

export async function readPlaybookVersion(db: ControlStore, hash: string): Promise<string | null> {
  const row = await db.selectFrom('playbook_version').select('body').where('hash', '=', hash).executeTakeFirst()
  return row?.body ?? null
}
