import type { Playbook } from '../../config/playbooks/playbook.ts'
import { stateName } from '../../config/state-name.ts'
import type { SimulatedRow } from '../../contract/playbooks/playbooks.ts'
import type { Millis } from '../../core/time.ts'
import type { EntityRef, Transition } from '../../core/transition.ts'
import { type LastTime, mayBegin } from '../../playbooks/may-begin.ts'
import { mayBeSentAt } from '../../playbooks/may-send.ts'
import { type Action, planMove, type Standing } from '../../playbooks/plan-move.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { entityColumns } from '../../store/control/commit-judgement.ts'
import type { Project } from '../project.ts'
import { nameNow } from '../read/read-account-rows.ts'
import type { Turns } from './past-turns.ts'

/** Everybody who would have begun it within a span, entity by entity; `changes` from the beginning on. `turns`: when a calendar begins it. */
export function simulateAll(
  project: Project,
  playbook: Playbook,
  { changes, span, turns = null }: Past & { readonly turns?: Turns | null },
): SimulatedRow[] {
  const byEntity = groupBy(changes, ({ entity }) => JSON.stringify(entity))
  if (turns?.kind === 'accounts')
    return [...turns.at].flatMap(([account, begins]) => {
      const entity = { level: 'account', account } as const
      return simulateOne(project, playbook, {
        changes: byEntity.get(JSON.stringify(entity)) ?? [],
        span,
        entity,
        begins,
      })
    })
  return [...byEntity.values()].flatMap((own) => {
    const { entity } = own[0]!
    if (turns !== null && entity.level !== 'account') return []
    const begins = turns === null ? heardBy(playbook, own) : turns.at
    return simulateOne(project, playbook, { changes: own, span, entity, begins })
  })
}

export type Span = { readonly from: Millis; readonly to: Millis }
type Past = { readonly changes: readonly Transition[]; readonly span: Span }

/** When somebody did what it waits for. */
function heardBy({ listens }: Playbook, changes: readonly Transition[]): readonly Millis[] {
  return changes.flatMap(({ subject, name, what, cause, at }) => {
    const isIt = subject === listens?.subject && name === listens.name && what === listens.what
    return isIt && cause === 'behaviour' ? [at] : []
  })
}

type PastOfOne = Past & { readonly entity: EntityRef; readonly begins: readonly Millis[] }

function simulateOne(
  project: Project,
  playbook: Playbook,
  { changes, span, entity, begins }: PastOfOne,
): SimulatedRow[] {
  const rows: SimulatedRow[] = []
  let last: LastTime = null
  let until = 0
  for (const at of begins) {
    if (at < span.from || at >= span.to) continue
    const holds = holdsAt(changes, at)
    const before: LastTime = last === null ? null : { ...last, live: at < until }
    // A calendar is for an audience; where none is named, for nobody.
    if (playbook.trigger.kind === 'schedule' && playbook.among === null) continue
    if (!mayBegin(playbook, { at, last: before, holds })) continue
    const lived = live(project, playbook, { changes, span, at })
    rows.push(toRow(project, entity, { at, ...lived }))
    last = { live: true, enteredAt: at }
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
