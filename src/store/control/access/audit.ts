import type { AuditNote, AuditQuery } from '../../../contract/access/audit.ts'
import { contentHash } from '../../../core/hash.ts'
import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'

export type StoredAudit = Required<AuditNote> & { readonly id: number; readonly at: Millis }

/** Adds a line. Each holds the hash of the one before it, so that a line that was changed or taken out afterwards shows. */
export async function recordAudit(db: ControlStore, note: AuditNote, at: Millis): Promise<void> {
  const { who, from, what, subject, before = null, after = null } = note
  const detail = JSON.stringify({ before, after })
  const line = { at, who, address: from, what, detail_hash: contentHash([subject, detail]) }
  await db.transaction().execute(async (tx) => {
    const last = await tx.selectFrom('audit').select('hash').orderBy('id', 'desc').limit(1).executeTakeFirst()
    const hash = chain(last?.hash ?? '', line)
    await tx
      .insertInto('audit')
      .values({ ...line, subject, detail, hash })
      .execute()
  })
}

type Line = {
  readonly at: Millis
  readonly who: string
  readonly address: string
  readonly what: string
  readonly detail_hash: string
}

function chain(before: string, { at, who, address, what, detail_hash }: Line): string {
  return contentHash([before, Number(at), who, address, what, detail_hash])
}

/** The newest first, below `cursor`. */
export async function readAudit(
  db: ControlStore,
  { what, who, limit, cursor }: Pick<AuditQuery, 'what' | 'who' | 'limit' | 'cursor'>,
): Promise<StoredAudit[]> {
  let rows = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
  if (cursor !== undefined) rows = rows.where('id', '<', Number(cursor))
  if (what !== undefined) rows = rows.where('what', '=', what)
  if (who !== undefined) rows = rows.where('who', '=', who)
  return (await rows.execute()).map((row) => {
    const { before, after } = row.detail === '' ? { before: null, after: null } : JSON.parse(row.detail)
    const { id, at, who: by, address, what: done, subject } = row
    return { id, at: Number(at), who: by, from: address, what: done, subject, before, after }
  })
}

/** Whether the log is whole: the number of the first line that does not follow from the ones before it; null: all do. */
export async function verifyAudit(
  db: ControlStore,
): Promise<{ readonly lines: number; readonly broken: number | null }> {
  const rows = await db.selectFrom('audit').selectAll().orderBy('id').execute()
  let before = ''
  for (const row of rows) {
    const whole = row.detail === '' || row.detail_hash === contentHash([row.subject, row.detail])
    if (!whole || row.hash !== chain(before, row)) return { lines: rows.length, broken: row.id }
    before = row.hash
  }
  return { lines: rows.length, broken: null }
}

/** Empties what lines say of somebody who is forgotten; that something was done stays, and by whom. @returns how many */
export async function forgetInAudit(db: ControlStore, mentions: readonly string[]): Promise<number> {
  const rows = await db.selectFrom('audit').select(['id', 'subject', 'detail']).where('detail', '<>', '').execute()
  const quoted = mentions.map((text) => JSON.stringify(text))
  const named = rows.filter(
    ({ subject, detail }) =>
      [subject, ...subject.split(' ')].some((part) => mentions.includes(part)) ||
      quoted.some((q) => detail.includes(q)),
  )
  for (const { id } of named)
    await db.updateTable('audit').set({ subject: '', detail: '' }).where('id', '=', id).execute()
  return named.length
}
