import { sql } from 'kysely'
import { forgetInAudit } from './access/audit.ts'
import { forgetKept } from './kept/forget-kept.ts'
import type { ControlStore } from './open-control-store.ts'
import { forgetEnrolments } from './playbooks/forget-enrolments.ts'

/** Whose decisions go: keys as transitions hold them, and as they stand inside texts. */
export type ForgottenDecisions = {
  readonly of: 'person' | 'account'
  readonly keys: readonly string[]
  readonly mentions: readonly string[]
}

/** Takes what was decided and done about a subject out of the control store, and out of the evidence of others; then writes the file anew. Gives how many rows went. */
export async function forgetDecisions(
  db: ControlStore,
  { of, keys, mentions }: ForgottenDecisions,
): Promise<Readonly<Record<string, number>>> {
  const plain = of === 'person' ? [...keys, ...keys.map((key) => key.slice(2))] : [...keys]
  const counts: Record<string, number> = {}
  await db.transaction().execute(async (tx) => {
    const drop = async (table: 'transition' | 'signal_state', column: 'account' | 'person'): Promise<void> => {
      const { numDeletedRows } = await tx.deleteFrom(table).where(column, 'in', plain).executeTakeFirst()
      counts[table] = (counts[table] ?? 0) + Number(numDeletedRows)
    }
    await drop('transition', of)
    await drop('signal_state', of)
    if (of === 'person') await tx.deleteFrom('closed_person').where('person', 'in', plain).execute()
    else {
      for (const table of ['closed_account', 'pulse', 'task_act', 'exposure'] as const) {
        const { numDeletedRows } = await tx.deleteFrom(table).where('account', 'in', plain).executeTakeFirst()
        counts[table] = Number(numDeletedRows)
      }
    }
    counts.task_act = (counts.task_act ?? 0) + (await forgetTasks(tx, plain))
    counts.message = await forgetMessages(tx, { keys: plain, mentions })
    counts.outbox = await forgetDeliveries(tx, [...plain, ...mentions])
    Object.assign(counts, await forgetEnrolments(tx, { of, keys: plain, mentions }))
    counts.notes = await forgetNotes(tx, [...plain, ...mentions])
    counts.suppression = await forgetAddresses(tx, mentions)
    const own = of === 'account' ? plain : []
    counts.kept = await forgetKept(tx, { accounts: own, texts: [...plain, ...mentions] })
    // They name accounts and count people; what is left of them is worked out again.
    await tx.deleteFrom('standing_answer').execute()
    counts.audit = await forgetInAudit(tx, [...plain, ...mentions])
    if (of === 'person') counts.evidence = await forgetEvidence(tx, plain)
  })
  await sql`VACUUM`.execute(db)
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
  return counts
}

/** Acts on tasks whose reasons name them: `goneQuiet/acme/u:ben/1`. */
async function forgetTasks(db: ControlStore, keys: readonly string[]): Promise<number> {
  const acts = await db.selectFrom('task_act').select(['id', 'task', 'reason']).execute()
  const named = acts.filter((act) =>
    [act.task, act.reason].some((text) =>
      text.split('/').some((part) => keys.includes(part) || keys.includes(decodeURIComponent(part))),
    ),
  )
  for (const { id } of named) await db.deleteFrom('task_act').where('id', '=', id).execute()
  return named.length
}

/** What somebody wrote beside tasks and accounts of others stays, less the words that name them. */
async function forgetNotes(db: ControlStore, texts: readonly string[]): Promise<number> {
  let changed = 0
  for (const table of ['task_act', 'pulse'] as const) {
    for (const { id, note } of await db.selectFrom(table).select(['id', 'note']).where('note', '<>', '').execute()) {
      const left = texts.reduce((text, one) => withoutWord(text, one), note)
      if (left === note) continue
      await db.updateTable(table).set({ note: left }).where('id', '=', id).execute()
      changed++
    }
  }
  return changed
}

/** A short id is part of many words: it is taken out where it stands alone. */
function withoutWord(text: string, word: string): string {
  return text
    .split(/(?<=^|[\s,;:()"'])(?=\S)|(?=[\s,;:()"']|$)/)
    .map((part) => (part === word || part.replace(/[.!?]$/, '') === word ? 'forgotten' : part))
    .join('')
}

/** Nothing is sent there any more: what is known of them is refused when it comes. */
async function forgetAddresses(db: ControlStore, mentions: readonly string[]): Promise<number> {
  const addresses = mentions.map((mention) => mention.toLowerCase())
  if (addresses.length === 0) return 0
  const { numDeletedRows } = await db.deleteFrom('suppression').where('address', 'in', addresses).executeTakeFirst()
  return Number(numDeletedRows)
}

/** Of what was decided about others stays what it was made of, less the events that were theirs. */
async function forgetEvidence(db: ControlStore, keys: readonly string[]): Promise<number> {
  let changed = 0
  for (const key of keys) {
    const text = `%${JSON.stringify(key)}%`
    const rows = await db.selectFrom('transition').select(['id', 'evidence']).where('evidence', 'like', text).execute()
    for (const { id, evidence } of rows) {
      const left = (JSON.parse(evidence) as { readonly actor?: string }[]).filter(({ actor }) => actor !== key)
      await db
        .updateTable('transition')
        .set({ evidence: JSON.stringify(left) })
        .where('id', '=', id)
        .execute()
      changed++
    }
  }
  return changed
}

/** What the product was to show them, or about them, and how they saw to it. */
async function forgetMessages(
  db: ControlStore,
  { keys, mentions }: Pick<ForgottenDecisions, 'keys' | 'mentions'>,
): Promise<number> {
  const quoted = [...keys, ...mentions].map((text) => JSON.stringify(text))
  const rows = await db.selectFrom('message').selectAll().execute()
  const named = rows.filter(
    ({ person, account, payload }) =>
      keys.includes(person) || keys.includes(account) || quoted.some((text) => payload.includes(text)),
  )
  for (const { id } of named) {
    await db.deleteFrom('message_end').where('message', '=', id).execute()
    await db.deleteFrom('message').where('id', '=', id).execute()
  }
  await db.deleteFrom('message_end').where('person', 'in', keys).execute()
  return named.length
}

/** What was or is to be sent about them, with how that went. */
async function forgetDeliveries(db: ControlStore, texts: readonly string[]): Promise<number> {
  const rows = await db.selectFrom('outbox').select(['id', 'key', 'target', 'payload']).execute()
  const quoted = texts.map((text) => JSON.stringify(text))
  const named = rows.filter(
    ({ key, target, payload }) =>
      texts.includes(target) ||
      key.split('/').some((part) => texts.includes(part)) ||
      quoted.some((text) => payload.includes(text)),
  )
  for (const { id } of named) {
    await db.deleteFrom('delivery_attempt').where('delivery', '=', id).execute()
    await db.deleteFrom('outbox').where('id', '=', id).execute()
  }
  return named.length
}
