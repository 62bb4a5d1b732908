import { sql } from 'kysely'
import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'
import { type Enrolment, toEnrolment } from './enrolments.ts'

export type DueFilter = {
  readonly now: Millis
  /** Of each playbook. */
  readonly limit: number
  /** Of a playbook those who came together are looked at when all of them are there. */
  readonly isGathering: (playbook: string) => boolean
}

/** Those of a playbook to be looked at, the longest due first. `more`: there are others behind them. */
export type Due = { readonly playbook: string; readonly enrolments: readonly Enrolment[]; readonly more: boolean }

/** Who is to be looked at, of each playbook that is not paused so many: much in one does not keep another waiting. */
export async function readDue(db: ControlStore, { now, limit, isGathering }: DueFilter): Promise<readonly Due[]> {
  const due: Due[] = []
  for (const playbook of await playbooksGoing(db)) {
    const kinds = isGathering(playbook) ? [1] : [1, 0]
    const enrolments: Enrolment[] = []
    for (const begun of kinds) enrolments.push(...(await readSome(db, { playbook, begun, now, limit })))
    enrolments.sort((a, b) => a.dueAt! - b.dueAt! || a.id - b.id)
    if (enrolments.length > 0)
      due.push({ playbook, enrolments: enrolments.slice(0, limit), more: enrolments.length >= limit })
  }
  return due
}

/** Playbooks in which somebody is, without those that are paused. Each is sought behind the one before: going through everybody would take long. */
async function playbooksGoing(db: ControlStore): Promise<readonly string[]> {
  const paused = await db
    .selectFrom('playbook_standing')
    .select('playbook')
    .where('paused_at', 'is not', null)
    .execute()
  const isPaused = new Set(paused.map(({ playbook }) => playbook))
  const going: string[] = []
  for (let after = ''; ; ) {
    const next = await db
      .selectFrom('enrolment')
      .select('playbook')
      .where('state', '=', 'live')
      .where('playbook', '>', after)
      .orderBy('playbook')
      .limit(1)
      .executeTakeFirst()
    if (next === undefined) return going.filter((playbook) => !isPaused.has(playbook))
    after = next.playbook
    going.push(after)
  }
}

/** `begun` 0: those at their first step whom no event of their own brought. As in the index `enrolment_turn`. */
const BEGUN = sql<number>`(at_event = 1 OR step > 0)`

type Some = { readonly playbook: string; readonly begun: number; readonly now: Millis; readonly limit: number }

async function readSome(db: ControlStore, { playbook, begun, now, limit }: Some): Promise<Enrolment[]> {
  const rows = await db
    .selectFrom('enrolment')
    .selectAll()
    .where('state', '=', 'live')
    .where('playbook', '=', playbook)
    .where(BEGUN, '=', begun)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toEnrolment)
}
