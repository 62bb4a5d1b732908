/** What changed at which version. Only the latest changes are kept: who asks rarely is told that everything may have. */
export type ChangeJournal = {
  /** Grows with every change. */
  version: number
  readonly keys: string[]
}

const KEPT = 20_000

export function makeJournal(): ChangeJournal {
  return { version: 0, keys: [] }
}

export function noteChange(journal: ChangeJournal, key: string): void {
  journal.version += 1
  journal.keys.push(key)
  if (journal.keys.length >= 2 * KEPT) journal.keys.splice(0, KEPT)
}

/** What changed behind a version, each once; null: too much did to tell. */
export function changedSince({ version, keys }: ChangeJournal, since: number): ReadonlySet<string> | null {
  const behind = version - since
  if (behind > keys.length) return null
  return new Set(keys.slice(keys.length - behind))
}
