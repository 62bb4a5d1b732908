import { type ControlStore, writeMeta } from './open-control-store.ts'

const PREFIX = 'forgotten:'

/** What is kept of somebody who was forgotten: the hashes of their keys, and what was done. */
export type Receipt = { readonly hashes: readonly string[] }

export async function keepReceipt(db: ControlStore, receipt: Receipt): Promise<void> {
  await writeMeta(db, `${PREFIX}${receipt.hashes[0] ?? ''}`, JSON.stringify(receipt))
}

/** The hashes of everybody who was forgotten. */
export async function readForgotten(db: ControlStore): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('meta').select('value').where('key', 'like', `${PREFIX}%`).execute()
  return new Set(rows.flatMap(({ value }) => (JSON.parse(value) as Receipt).hashes))
}
