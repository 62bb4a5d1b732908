import type { Playbook } from '../../config/playbooks/playbook.ts'
import { stateName } from '../../config/state-name.ts'
import type { SimulatedRow, SimulateQuery, Simulation } from '../../contract/playbooks/playbooks.ts'
import { dayToIso, type Millis } from '../../core/time.ts'
import type { EntityRef, Transition } from '../../core/transition.ts'
import { type LastTime, mayBegin } from '../../playbooks/may-begin.ts'
import { mayBeSentAt } from '../../playbooks/may-send.ts'
import { type Action, planMove, type Standing } from '../../playbooks/plan-move.ts'
import { entityColumns } from '../../store/control/commit-judgement.ts'
import type { Project } from '../project.ts'
import { closedDay } from '../read/read-account-detail.ts'
import { nameNow } from '../read/read-account-rows.ts'
import { replayHistory } from '../read/replay-history.ts'

const ROWS = 200

/**
 * What a playbook would have done over days of the past: who would have begun it, and what would have been sent when, by the configuration of now over what was known then. Messages
 * keep quiet hours; caps are those of one account alone, and nobody is left alone for science.
 */
export async function simulatePlaybook(
  project: Project,
  playbook: Playbook,
  asked: SimulateQuery,
): Promise<Simulation> {
  const { zone, judgedDay } = project
  const latest = judgedDay ?? 0
  const to = asked.to === undefined ? latest : closedDay(asked.to, latest)
  const from = asked.from === undefined ? to - 27 : closedDay(asked.from, latest)
  // From the beginning: what holds on the first day may have begun long before.
  const changes = await replayHistory(project, { days: { from: 0, to } })
  const rows: SimulatedRow[] = []
  const span = { from: zone.startOf(from), to: zone.startOf(to + 1) }
  for (const own of groupedBy(changes, ({ entity }) => JSON.stringify(entity)))
    rows.push(...simulateOne(project, playbook, { changes: own, span }))
  rows.sort((a, b) => (a.enteredAt < b.enteredAt ? -1 : a.enteredAt > b.enteredAt ? 1 : a.account < b.account ? -1 : 1))
  return summarise(playbook, rows, { from: dayToIso(from), to: dayToIso(to) })
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const own = groups.get(keyOf(one))
    if (own === undefined) groups.set(keyOf(one), [one])
    else own.push(one)
  }
  return [...groups.values()]
}

type Span = { readonly from: Millis; readonly to: Millis }
type Past = { readonly changes: readonly Transition[]; readonly span: Span }

function simulateOne(project: Project, playbook: Playbook, { changes, span }: Past): SimulatedRow[] {
  const { listens } = playbook
  const entity = changes[0]!.entity
  const rows: SimulatedRow[] = []
  let last: LastTime = null
  let until = 0
  for (const one of changes) {
    if (listens === null || one.subject !== listens.subject || one.name !== listens.name) continue
    if (one.what !== listens.what || one.cause !== 'behaviour' || one.at < span.from || one.at >= span.to) continue
    const holds = holdsAt(changes, one.at)
    const before: LastTime = last === null ? null : { ...last, live: one.at < until }
    if (!mayBegin(playbook, { at: one.at, last: before, holds })) continue
    const lived = live(project, playbook, { changes, span, at: one.at })
    rows.push(toRow(project, entity, { at: one.at, ...lived }))
    last = { live: true, enteredAt: one.at }
    until = lived.until
  }
  return rows
}

/** Whether a state is open at an instant, by the last change of it. */
function holdsAt(changes: readonly Transition[], at: Millis): (state: string) => boolean {
  return (state) => {
    const own = changes.filter((one) => one.at <= at && one.what !== 'escalated' && nameOf(one) === state)
    return own.at(-1)?.what === 'opened'
  }
}

function nameOf({ subject, name }: Transition): string {
  return subject === 'metric' ? name : stateName({ subject, key: name })
}

type Lived = { readonly actions: SimulatedRow['actions']; readonly ended: string; readonly until: Millis }

/** Looks at somebody whenever they are due, or something about them was decided. */
function live(project: Project, playbook: Playbook, { changes, span, at }: Past & { readonly at: Millis }): Lived {
  const { zone, config } = project
  const { outreach } = config.judged.model
  const actions: SimulatedRow['actions'][number][] = []
  const sent: Millis[] = []
  let standing: Standing = { step: 0, since: at, dueAt: at }
  let now = at
  while (now < span.to) {
    const move = planMove(playbook, standing, { now, zone, holds: holdsAt(changes, now) })
    if (move.kind === 'over') return { actions, ended: move.why ?? 'finished', until: now }
    if (move.kind === 'wait') {
      const next = changes.find((one) => one.at > now)?.at ?? Number.POSITIVE_INFINITY
      now = Math.min(move.standing.dueAt, next)
      standing = { ...move.standing, dueAt: now }
      continue
    }
    const { action } = move
    const past = { byPlaybook: sent, toAccount: sent, toRecipient: sent }
    const time = action.kind === 'send' ? mayBeSentAt(now, past, { ...outreach, perHour: playbook.perHour, zone }) : now
    if (time > now) {
      standing = { ...standing, step: playbook.steps.indexOf(action), dueAt: time }
      now = time
      continue
    }
    if (action.kind === 'send') sent.push(now)
    actions.push({ at: new Date(now).toISOString(), step: action.id, kind: action.kind, what: whatOf(action) })
    standing = move.after
  }
  return { actions, ended: 'still inside', until: span.to }
}

function whatOf(action: Action): string {
  switch (action.kind) {
    case 'send':
      return `${action.via}: ${action.subject}`
    case 'task':
      return `${action.team}: ${action.action}`
    case 'set':
      return `${action.via}: ${action.field}`
    case 'call':
      return `${action.via}: ${action.type}`
  }
}

function toRow(
  project: Project,
  entity: EntityRef,
  { at, actions, ended }: Lived & { readonly at: Millis },
): SimulatedRow {
  const { account, person } = entityColumns(entity)
  return {
    ...{
      account,
      name: account === '' ? '' : nameNow(project, account),
      person: person === '' ? null : person.slice(2),
    },
    ...{ enteredAt: new Date(at).toISOString(), actions, ended },
  }
}

function summarise(playbook: Playbook, rows: readonly SimulatedRow[], days: { from: string; to: string }): Simulation {
  const actions = rows.flatMap((row) => row.actions)
  const messages = actions.filter(({ kind }) => kind !== 'task').length
  const tasks = actions.length - messages
  const byDay = groupedBy(rows, ({ enteredAt }) => enteredAt.slice(0, 10))
  const mostInADay = Math.max(0, ...byDay.map(({ length }) => length))
  const wouldPause = mostInADay > playbook.breaker
  const untold = playbook.listens === null ? ' What a calendar or a person begins is not looked at.' : ''
  const paused = wouldPause
    ? ` ${mostInADay} of them on one day: it would have paused itself at ${playbook.breaker}.`
    : ''
  const sentence = `From ${days.from} to ${days.to} ${rows.length} would have begun it, with ${messages} messages and ${tasks} tasks.${paused}${untold}`
  return { ...days, sentence, entered: rows.length, messages, tasks, mostInADay, wouldPause, data: rows.slice(0, ROWS) }
}
