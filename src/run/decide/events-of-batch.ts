import type { Day } from '../../core/time.ts'
import type { ApplyBatch, FactsOfLog } from '../../store/analytic/analytic-store.ts'
import { callOf, LEFT_OUT } from '../../store/analytic/event-flags.ts'
import type { EventRow } from '../../store/analytic/rows.ts'
import { textAt } from '../../store/analytic/text-column.ts'
import type { Project } from '../project.ts'
import { knownDay } from './list-triggers.ts'
import { namesOfHours } from './stream-recent-events.ts'
import { type EventsOf, namesOfModel } from './stream-triggered-events.ts'

/** Accounts of which something is to be judged on the open day, up to a position of the batch that was applied last. */
export type OpenAccounts = {
  readonly batch: ApplyBatch
  readonly accounts: Int32Array
  readonly day: Day
  readonly upTo: number
}

/** All of the day at hand, of those accounts of which it is: its facts before the batch, and the events of the batch. */
export type DayAtHand = {
  readonly accounts: Int32Array
  readonly earlier: (account: number) => readonly FactsOfLog[]
  readonly events: readonly EventsOf[]
}

/**
 * What accounts did on the open day, without looking for it in the store. Of none, where some number of the configuration asks for the events themselves (of the last
 * hours, or when a milestone was reached); not of accounts of which the facts do not tell everything.
 */
export function dayAtHand(project: Project, open: OpenAccounts): DayAtHand {
  const { store, config } = project
  const { day, batch } = open
  const { log } = batch
  const { withinDay } = config
  const asksForEvents = withinDay.plan.looksBackAtEvents || namesOfHours(withinDay, ['account', 'member']).length > 0
  const before = new Map<number, readonly FactsOfLog[]>()
  for (const account of asksForEvents ? [] : open.accounts) {
    const facts = store.factsBefore({ day, log, account })
    if (facts !== null) before.set(account, facts)
  }
  const accounts = Int32Array.from(before.keys())
  const events = accounts.length === 0 ? [] : eventsOfBatch(project, { ...open, accounts })
  return { accounts, earlier: (account) => before.get(account)!, events }
}

/** Each account's events of the day in the batch, in order of the log; accounts ascend. */
function eventsOfBatch(project: Project, { batch, accounts, day, upTo }: OpenAccounts): EventsOf[] {
  const { account, rows, n, name, flags, knownAt } = batch.events
  const { idOf } = project.store.dictionary.account
  const names = new Set(namesOfModel(project.config.judged.model))
  const idAt = account.values.map((key) => idOf(key) ?? 0)
  const own = new Map<number, EventRow[]>(Array.from(accounts, (id) => [id, []]))
  for (let row = 0; row < rows; row++) {
    const events = own.get(idAt[account.index[row]!] ?? 0)
    if (events === undefined || n[row]! > upTo || (flags[row]! & LEFT_OUT) !== 0) continue
    if (!names.has(name.values[name.index[row]!]!) || knownDay(project, knownAt[row]!) !== day) continue
    events.push(toEventRow(project, batch, row))
  }
  return [...own].map(([id, events]) => ({ account: id, events })).sort((a, b) => a.account - b.account)
}

function toEventRow({ store }: Project, { log, events }: ApplyBatch, row: number): EventRow {
  const { account, actor } = store.dictionary
  return {
    log,
    n: events.n[row]!,
    ts: events.ts[row]!,
    knownAt: events.knownAt[row]!,
    name: events.name.values[events.name.index[row]!]!,
    call: callOf(events.flags[row]!),
    account: account.idOf(events.account.values[events.account.index[row]!]!)!,
    actor: actor.idOf(events.actor.values[events.actor.index[row]!]!)!,
    messageId: textAt(events.messageId, row),
    properties: textAt(events.properties, row),
  }
}
