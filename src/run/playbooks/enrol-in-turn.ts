import type { Playbook } from '../../config/playbooks/playbook.ts'
import { type Day, dayToIso, type Millis } from '../../core/time.ts'
import { type ControlStore, readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import { readHolders } from '../../store/control/playbooks/read-open-states.ts'
import { dueDigest } from '../digest/due-digests.ts'
import type { Project } from '../project.ts'
import { type Entering, enrolAll } from './enrol-all.ts'
import { listRenewing } from './list-renewing.ts'

/** Accounts that begin between two looks at who is due. */
const SLICE = 500
/** Days that nobody looked at are made up for, but not more of them. */
const LATE_DAYS = 3

/** A day of a playbook whose accounts are being brought in: behind `after` they are not yet. `last`: the day before it that was. */
type UnderWay = { readonly day: Day; readonly last: Day; readonly at: Millis; readonly after: string }

/** How far a playbook has come that a calendar begins: the last day that is done, or one under way. */
type Mark = Day | UnderWay

/**
 * Begins what a calendar begins, schedules and renewals that are near, so many accounts at a time: each once for its day. The first time that a playbook is there, nothing
 * is made up for. How far it came is noted in the transaction that begins it for them, so that it goes on there.
 */
export async function enrolInTurn(project: Project): Promise<Turns> {
  const gathering = new Set<string>()
  let more = false
  // Of an exclusive group the first one takes the account.
  const { playbooks } = project.config.judged.model
  for (const playbook of [...playbooks].sort((a, b) => b.priority - a.priority)) {
    const { enabled, trigger, key } = playbook
    if (!enabled || (trigger.kind !== 'schedule' && trigger.kind !== 'renewal')) continue
    const taken = await takeSlice(project, playbook, dayDue(project, playbook))
    if (taken !== 'done') gathering.add(key)
    more ||= taken === 'more'
  }
  return { gathering, more }
}

/** Playbooks that are not through with their day, and whether any of them goes on at once. */
export type Turns = { readonly gathering: ReadonlySet<string>; readonly more: boolean }

const CADENCE = { day: 'daily', week: 'weekly', month: 'monthly' } as const

/** `ready`: whom it is for is known. */
type DueDay = { readonly day: Day; readonly ready: boolean }

/** The day for which a playbook is due by now; null: none is. */
function dayDue({ zone, clock, judgedDay, config }: Project, { trigger }: Playbook): DueDay | null {
  const now = clock.now()
  const { account, product } = config.judged.model
  if (trigger.kind === 'renewal') return account.renewsOnTrait === null ? null : { day: zone.dayOf(now), ready: true }
  if (trigger.kind !== 'schedule') return null
  const { every, at } = trigger
  const settings = { via: '', cadence: CADENCE[every], at, weekends: true, what: { kind: 'team', to: '' } } as const
  const due = dueDigest(settings, { now, zone, weekStart: product.weekStart })
  // Its audience is that of the day before.
  return due === null ? null : { day: due.day, ready: judgedDay !== null && judgedDay >= zone.dayOf(now) - 1 }
}

/** `waits`: a day is under way, but nobody can be brought in before another is closed. */
type Taken = 'done' | 'more' | 'waits'

async function takeSlice(project: Project, playbook: Playbook, due: DueDay | null): Promise<Taken> {
  const { control, clock, zone, config } = project
  const noted = `playbook_turn/${playbook.key}`
  const mark = await readMark(project, noted)
  const note = (then: Mark, tx: ControlStore = control) => writeMeta(tx, noted, JSON.stringify(then))
  const today = zone.dayOf(clock.now())
  if (mark === null) {
    // Nothing is made up for; what is due later today is not.
    await note(due?.day ?? today - 1)
    return 'done'
  }
  if (due === null || !due.ready) {
    if (typeof mark === 'number') return 'done'
    if (today - mark.day <= LATE_DAYS) return 'waits'
    await note(mark.day)
    return 'done'
  }
  const turn = turnOf(mark, due.day, clock.now())
  if (turn === null) return 'done'
  const next = await nextOf(project, playbook, turn)
  const isDone = next.length < SLICE
  const then: Mark = isDone ? turn.day : { ...turn, after: next.at(-1)!.account }
  await control.transaction().execute(async (tx) => {
    const entering = toEntering(project, turn, next)
    await enrolAll(tx, playbook, { entering, now: clock.now(), model: config.judged.model })
    await note(then, tx)
  })
  return isDone ? 'done' : 'more'
}

type Next = { readonly account: string; readonly occurrence: string }

/** An account that another took in begins nothing. */
function toEntering({ merges }: Project, { at }: UnderWay, next: readonly Next[]): readonly Entering[] {
  const gone = new Set(merges.map(({ from }) => from))
  return next
    .filter(({ account }) => !gone.has(account))
    .map(({ account, occurrence }) => ({
      ...{ entity: { level: 'account', account } as const, occurrence, because: '', atEvent: false, at },
    }))
}

async function readMark({ control }: Project, noted: string): Promise<Mark | null> {
  const said = await readMeta(control, noted)
  return said === null ? null : (JSON.parse(said) as Mark)
}

/** The turn to go on with, or to begin; null: the day is done. */
function turnOf(mark: Mark, day: Day, now: Millis): UnderWay | null {
  if (typeof mark === 'number')
    return mark >= day ? null : { day, last: Math.max(mark, day - LATE_DAYS), at: now, after: '' }
  // Another day has begun before the accounts of this one were through: they belong to it.
  return mark.day >= day ? mark : { day, last: Math.max(mark.last, day - LATE_DAYS), at: now, after: '' }
}

/** The next accounts of a turn, in the order of their keys. */
async function nextOf(
  project: Project,
  { trigger, among }: Playbook,
  { day, last, after }: UnderWay,
): Promise<readonly Next[]> {
  if (trigger.kind === 'renewal')
    return listRenewing(project, { after: last + trigger.days, to: day + trigger.days })
      .filter(({ account }) => account > after)
      .slice(0, SLICE)
      .map(({ account, on }) => ({ account, occurrence: dayToIso(on) }))
  if (among === null) return []
  const accounts = await readHolders(project.control, { name: among, after, limit: SLICE })
  return accounts.map((account) => ({ account, occurrence: dayToIso(day) }))
}
