import type { Day, Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

/** What an answer rests on: the last close, the configuration, and what was imported by then (a hash). */
export type Ground = { readonly day: Day; readonly configHash: string; readonly imported: string }

export type StandingGround = Ground & { readonly at: Millis }

/** `answer`: JSON. */
export type StandingAnswer = StandingGround & { readonly question: string; readonly answer: string }

/** Keeps the answer to a question in place of the one before, whole or not at all. */
export async function keepStandingAnswer(db: ControlStore, kept: StandingAnswer): Promise<void> {
  const { question, day, configHash, imported, at, answer } = kept
  const row = { question, day, config_hash: configHash, imported, worked_out_at: at, answer }
  await db
    .insertInto('standing_answer')
    .values(row)
    .onConflict((clash) => clash.column('question').doUpdateSet(row))
    .execute()
}

/** The last answer to a question, of whichever close and configuration; null: none was kept. */
export async function readStandingAnswer(db: ControlStore, question: string): Promise<StandingAnswer | null> {
  const row = await db.selectFrom('standing_answer').selectAll().where('question', '=', question).executeTakeFirst()
  if (row === undefined) return null
  const { config_hash: configHash, worked_out_at: at, day, imported, answer } = row
  return { question, day: Number(day), configHash, imported, at: Number(at), answer }
}

/** On what it rests, and since when it stands; null: none was kept. */
export async function readStandingGround(db: ControlStore, question: string): Promise<StandingGround | null> {
  const row = await db
    .selectFrom('standing_answer')
    .select(['day', 'config_hash', 'imported', 'worked_out_at'])
    .where('question', '=', question)
    .executeTakeFirst()
  if (row === undefined) return null
  const { day, config_hash: configHash, imported, worked_out_at: at } = row
  return { day: Number(day), configHash, imported, at: Number(at) }
}
