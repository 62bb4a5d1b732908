import { sql } from 'kysely'
import type { Millis } from '../../../core/time.ts'
import type { EntityRef } from '../../../core/transition.ts'
import { entityColumns } from '../commit-judgement.ts'
import { inPieces, insertInPieces } from '../in-pieces.ts'
import type { ControlStore } from '../open-control-store.ts'
import type { NewEnrolment } from './enrolments.ts'

/** Begins a playbook for entities. An occurrence that has begun it before does not again. */
export async function insertEnrolments(db: ControlStore, all: readonly NewEnrolment[]): Promise<void> {
  await insertInPieces(all.map(toRow), (rows) =>
    db
      .insertInto('enrolment')
      .values(rows)
      .onConflict((clash) => clash.columns(['playbook', 'level', 'account', 'person', 'occurrence']).doNothing())
      .executeTakeFirst(),
  )
}

function toRow({ arm, enteredAt, dueAt, atEvent, ...one }: NewEnrolment) {
  const held = arm === 'holdout'
  return {
    ...{ ...one, arm, step: 0, state: held ? 'held' : 'live' },
    ...{ entered_at: enteredAt, at_event: atEvent ? 1 : 0 },
    ...{ due_at: held ? null : dueAt, ended_at: held ? enteredAt : null },
  }
}

/** How an entity was in a playbook before: whether it is inside, when it began last, and by which occurrences. */
export type Before = {
  readonly live: boolean
  readonly enteredAt: Millis
  readonly occurrences: ReadonlySet<string>
}

/** Names an entity by its columns. */
export type EntityColumns = { readonly account: string; readonly person: string }

export function columnsKey({ account, person }: EntityColumns): string {
  return JSON.stringify([account, person])
}

type Asked = {
  readonly playbook: string
  readonly level: string
  readonly entities: readonly EntityColumns[]
}

/** Those of some entities of a level that began a playbook before, by `columnsKey`. */
export async function readBefore(
  db: ControlStore,
  { playbook, level, entities }: Asked,
): Promise<ReadonlyMap<string, Before>> {
  const before = new Map<string, Before>()
  for (const piece of inPieces(entities)) {
    // Not ordered by the store: it would go through everybody in the playbook for that.
    const rows = await db
      .selectFrom('enrolment')
      .select(['account', 'person', 'state', 'entered_at', 'occurrence'])
      .where((e) => e.and({ playbook, level }))
      .where('account', 'in', [...new Set(piece.map(({ account }) => account))])
      .where('person', 'in', [...new Set(piece.map(({ person }) => person))])
      .execute()
    for (const row of rows) {
      const key = columnsKey(row)
      const { live = false, enteredAt = 0, occurrences = [] } = before.get(key) ?? {}
      before.set(key, {
        live: live || row.state === 'live',
        enteredAt: Math.max(enteredAt, Number(row.entered_at)),
        occurrences: new Set([...occurrences, row.occurrence]),
      })
    }
  }
  return before
}

/** What was decided about entities may be what their enrolments wait for: they are looked at. */
export async function wakeEnrolments(db: ControlStore, entities: readonly EntityRef[], at: Millis): Promise<void> {
  // Of an account everybody in it, of a member or a person only these.
  const named = entities.map((entity) => {
    const { account, person } = entityColumns(entity)
    return entity.level === 'account' ? [account] : [account, person]
  })
  if (named.length === 0) return
  await sql`
    UPDATE enrolment SET due_at = ${at} WHERE id IN (
      SELECT one.id FROM json_each(${JSON.stringify(named)}) AS entity CROSS JOIN enrolment AS one
      WHERE one.account = json_extract(entity.value, '$[0]') AND one.state = 'live' AND one.due_at > ${at}
        AND (json_array_length(entity.value) = 1 OR one.person = json_extract(entity.value, '$[1]')))
  `.execute(db)
}
