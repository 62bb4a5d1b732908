import { type ChangeJournal, makeJournal, noteChange } from '../../core/change-journal.ts'
import { takeTurns } from '../../core/take-turns.ts'
import { readSignalChanges, type SignalChange } from '../../store/control/read-judgement.ts'
import type { Project } from '../project.ts'

/** An open episode of an account or of one of its members. */
export type OpenEpisode = SignalChange & { readonly escalated: boolean }

/** What is open, as far as the transitions were read. */
export type OpenEpisodes = {
  /** The last transition that was read: the same one, the same episodes. */
  readonly version: number
  /** The accounts of which, or of whose members, something was told. */
  readonly changes: ChangeJournal
  /** By account, the newest first. */
  readonly of: (account: string) => readonly OpenEpisode[]
  readonly all: () => readonly OpenEpisode[]
  /** How many are open of each signal, those of persons across accounts too. */
  readonly bySignal: ReadonlyMap<string, number>
}

type Told = { opening: SignalChange | null; escalated: boolean; closed: boolean }
type Draft = {
  version: number
  readonly changes: ChangeJournal
  /** Of each episode that is not over what was told of it. */
  readonly told: Map<string, Told>
  readonly byAccount: Map<string, Map<string, OpenEpisode>>
  readonly bySignal: Map<string, number>
}

/** Rows that are read before others get their turn. */
const PAGE = 20_000
const NONE: readonly OpenEpisode[] = []

/**
 * Reads what is open by what has happened since it was asked last: transitions are only ever added, so that a question does not look through years of them. The
 * first one does.
 */
export function keepOpenEpisodes({ control }: Pick<Project, 'control'>): () => Promise<OpenEpisodes> {
  const draft: Draft = {
    version: 0,
    changes: makeJournal(),
    told: new Map(),
    byAccount: new Map(),
    bySignal: new Map(),
  }
  const inTurn = takeTurns()
  return () => inTurn(() => catchUp(control, draft))
}

async function catchUp(control: Project['control'], draft: Draft): Promise<OpenEpisodes> {
  for (;;) {
    const changes = await readSignalChanges(control, { afterId: draft.version, limit: PAGE })
    for (const change of changes) {
      apply(draft, change)
      draft.version = change.id
    }
    if (changes.length < PAGE) break
  }
  const { version, changes, byAccount, bySignal } = draft
  const of = (account: string): readonly OpenEpisode[] => {
    const own = byAccount.get(account)
    return own === undefined ? NONE : [...own.values()].sort((a, b) => b.id - a.id)
  }
  return { version, changes, of, bySignal, all: () => [...byAccount.keys()].flatMap(of) }
}

/** A closing that was written before its opening closes it too. */
function apply({ told, byAccount, bySignal, changes }: Draft, change: SignalChange): void {
  const { entity, name } = change
  const key = JSON.stringify([name, entity, change.ordinal])
  const own = told.get(key) ?? { opening: null, escalated: false, closed: false }
  const before = isOpen(own)
  if (change.what === 'opened') own.opening = change
  else if (change.what === 'closed') own.closed = true
  else own.escalated = true
  if (own.opening !== null && own.closed) told.delete(key)
  else told.set(key, own)
  bySignal.set(name, (bySignal.get(name) ?? 0) + Number(isOpen(own)) - Number(before))
  if (entity.level === 'person') return
  noteChange(changes, entity.account)
  keepOfAccount(byAccount, { account: entity.account, key, told: own })
}

function isOpen({ opening, closed }: Told): boolean {
  return opening !== null && !closed
}

function keepOfAccount(
  byAccount: Draft['byAccount'],
  { account, key, told }: { readonly account: string; readonly key: string; readonly told: Told },
): void {
  const open = byAccount.get(account) ?? new Map<string, OpenEpisode>()
  if (told.opening !== null && !told.closed) open.set(key, { ...told.opening, escalated: told.escalated })
  else open.delete(key)
  if (open.size === 0) byAccount.delete(account)
  else byAccount.set(account, open)
}
