import type { AttributedColumns } from '../../store/analytic/event-columns.ts'
import { LEFT_OUT } from '../../store/analytic/event-flags.ts'
import type { Project } from '../project.ts'
import type { Trigger } from './plan-judgement.ts'
import { triggerNames } from './stream-triggered-events.ts'

/** Names at which signals of accounts are judged, and at which those of persons are. */
type Names = { readonly ofAccounts: ReadonlySet<string>; readonly ofPersons: ReadonlySet<string> }

function namesOf({ config }: Project): Names {
  const { model } = config.judged
  return { ofAccounts: new Set(triggerNames(model, 'accounts')), ofPersons: new Set(triggerNames(model, 'persons')) }
}

/** The events of a batch at which some signal is judged. */
export function triggersOfBatch(project: Project, events: AttributedColumns): Trigger[] {
  const { ofAccounts, ofPersons } = namesOf(project)
  if (ofAccounts.size + ofPersons.size === 0) return []
  const { account: accounts, actor: actors } = project.store.dictionary
  const { rows, n, knownAt, flags, name, account, actor } = events
  const triggers: Trigger[] = []
  for (let row = 0; row < rows; row++) {
    const called = name.values[name.index[row]!]!
    if ((flags[row]! & LEFT_OUT) !== 0 || !(ofAccounts.has(called) || ofPersons.has(called))) continue
    const key = account.values[account.index[row]!]
    const own = key !== undefined && ofAccounts.has(called) ? accounts.idOf(key) : undefined
    const person = ofPersons.has(called) ? actors.idOf(actor.values[actor.index[row]!]!) : undefined
    triggers.push(...toTrigger(project, { n: n[row]!, knownAt: knownAt[row]!, account: own, actor: person }))
  }
  return triggers
}

/**
 * The same from the store: every trigger of the log behind a position, those that moved to an account later among them. For what was applied but
 * not judged before a crash, and where a batch moved events of earlier ones.
 */
export async function triggersInStore(project: Project, log: string, after: number): Promise<Trigger[]> {
  const { ofAccounts, ofPersons } = namesOf(project)
  if (ofAccounts.size + ofPersons.size === 0) return []
  const triggers: Trigger[] = []
  const days = { from: project.judgedDay ?? 0, to: knownDay(project, project.clock.now()) + 1 }
  const names = [...ofAccounts, ...ofPersons]
  for await (const rows of project.store.scanEvents({ accounts: null, names, by: 'known', days, latest: null })) {
    for (const { log: of, n, knownAt, name, account, actor, triggers: is } of rows) {
      if (of !== log || n <= after) continue
      const own = account !== 0 && is !== false && ofAccounts.has(name) ? account : undefined
      triggers.push(...toTrigger(project, { n, knownAt, account: own, actor: ofPersons.has(name) ? actor : undefined }))
    }
  }
  return triggers.sort((a, b) => a.n - b.n)
}

type Found = {
  readonly n: number
  readonly knownAt: number
  readonly account: number | undefined
  readonly actor: number | undefined
}

function toTrigger(project: Project, { n, knownAt, ...found }: Found): Trigger[] {
  const { account = null, actor = null } = found
  return account === null && actor === null ? [] : [{ n, day: knownDay(project, knownAt), account, actor }]
}

/** The day to whose judgement belongs what arrived at an instant. */
export function knownDay(project: Project, knownAt: number): number {
  return project.zone.dayOf(knownAt - project.live.closeDelayMs)
}
