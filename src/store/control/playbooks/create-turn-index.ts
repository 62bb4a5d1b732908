import { type Kysely, sql } from 'kysely'
import type { ControlSchema } from '../schema.ts'

/** Who is due is read of each playbook by itself, those who came together apart; and how many began one without looking at any of them. */
export async function createTurnIndex(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema.dropIndex('enrolment_due').execute()
  await db.schema.dropIndex('enrolment_playbook').execute()
  await sql`CREATE INDEX enrolment_turn ON enrolment (state, playbook, (at_event = 1 OR step > 0), due_at, id)`.execute(
    db,
  )
  await db.schema.createIndex('enrolment_entered').on('enrolment').columns(['playbook', 'arm', 'entered_at']).execute()
}
