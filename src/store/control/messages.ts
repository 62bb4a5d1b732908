import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

/** Something that the product is to show. `person` '': everybody of the account; `account` '': wherever the person is. */
export type NewMessage = {
  /** That of its delivery: of two with the same key the first counts. */
  readonly key: string
  readonly person: string
  readonly account: string
  /** A prompt, as JSON. */
  readonly payload: string
  readonly at: Millis
  /** From then on it is not shown any more. */
  readonly until: Millis
}

export type StoredMessage = NewMessage & { readonly id: number }

/** Acknowledged: read, or its link followed. Dismissed: put away. */
export const MESSAGE_ENDS = ['acknowledged', 'dismissed'] as const
export type MessageEnd = (typeof MESSAGE_ENDS)[number]

/** Keeps messages, all in one transaction; what is there already, by its key, stays as it is. */
export async function keepMessages(db: ControlStore, messages: readonly NewMessage[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const { key, person, account, payload, at, until } of messages)
      await tx
        .insertInto('message')
        .values({ key, person, account, payload, at, until })
        .onConflict((clash) => clash.column('key').doNothing())
        .execute()
  })
}

/** Whom messages are for: all keys by which a person and their accounts have gone. */
export type Addressee = { readonly persons: readonly string[]; readonly accounts: readonly string[] }

/** What is to be shown to somebody now, the oldest first, so many at most. */
export async function readMessages(
  db: ControlStore,
  { persons, accounts }: Addressee,
  { now, most }: { readonly now: Millis; readonly most: number },
): Promise<StoredMessage[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('person', 'in', ['', ...persons])
    .where('account', 'in', ['', ...accounts])
    .where('until', '>', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('message_end')
            .select('message_end.message')
            .whereRef('message_end.message', '=', 'message.id')
            .where('message_end.person', 'in', [...persons]),
        ),
      ),
    )
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...row, at: Number(row.at), until: Number(row.until) }))
}

/**
 * Notes that somebody has seen to a message of theirs: it is not shown to them again. A second time changes nothing.
 * @returns how it ended, by the first time; null: there is no such message, or it is not theirs
 */
export async function endMessage(
  db: ControlStore,
  { persons, accounts }: Addressee,
  { id, what, now }: { readonly id: number; readonly what: MessageEnd; readonly now: Millis },
): Promise<MessageEnd | null> {
  return db.transaction().execute(async (tx) => {
    const theirs = await tx
      .selectFrom('message')
      .select('id')
      .where('id', '=', id)
      .where('person', 'in', ['', ...persons])
      .where('account', 'in', ['', ...accounts])
      .executeTakeFirst()
    if (theirs === undefined) return null
    const before = await tx
      .selectFrom('message_end')
      .select('what')
      .where('message', '=', id)
      .where('person', 'in', [...persons])
      .executeTakeFirst()
    if (before !== undefined) return before.what as MessageEnd
    await tx.insertInto('message_end').values({ message: id, person: persons[0]!, what, at: now }).execute()
    return what
  })
}

/** Messages that are over since before then go, with who has seen to them; the key of the delivery stays, so that none is shown again. */
export async function forgetMessages(db: ControlStore, before: Millis): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const old = tx.selectFrom('message').select('id').where('until', '<', before)
    await tx.deleteFrom('message_end').where('message', 'in', old).execute()
    await tx.deleteFrom('message').where('until', '<', before).execute()
  })
}
