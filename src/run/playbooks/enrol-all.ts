import type { Model } from '../../config/model.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { EntityRef } from '../../core/transition.ts'
import { mayBegin, statesToBegin } from '../../playbooks/may-begin.ts'
import { entityColumns } from '../../store/control/commit-judgement.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import {
  type Before,
  columnsKey,
  type EntityColumns,
  insertEnrolments,
  readBefore,
} from '../../store/control/playbooks/begin-enrolments.ts'
import { type NewEnrolment, readHeldBy } from '../../store/control/playbooks/enrolments.ts'
import { keepPlaybookVersion } from '../../store/control/playbooks/playbook-standing.ts'
import { readOpenStates } from '../../store/control/playbooks/read-open-states.ts'
import { type Assigned, assignArms } from './holdout/assign-arms.ts'

/** Who is to begin a playbook. `entity` null: it is about the product. */
export type Entering = {
  readonly entity: EntityRef | null
  readonly occurrence: string
  readonly because: string
  readonly atEvent: boolean
  /** From when on its times are counted. */
  readonly at: Millis
}

/** What else decides whether somebody may begin. */
export type Around = { readonly now: Millis; readonly model: Pick<Model, 'playbooks' | 'outreach'> }

type Entrant = Entering & EntityColumns & { readonly level: NewEnrolment['level'] }

/** Begins a playbook for those of some entities who may; what is known of them is read together. @returns how many did */
export async function enrolAll(
  tx: ControlStore,
  playbook: Playbook,
  { entering, now, model }: { readonly entering: readonly Entering[] } & Around,
): Promise<number> {
  if (!playbook.enabled || entering.length === 0) return 0
  let begun = 0
  for (const own of groupedByLevel(entering)) {
    const rows = await rowsOf(tx, playbook, { ...own, now, model })
    if (rows.length === 0) continue
    await keepPlaybookVersion(tx, playbook.hash, () => JSON.stringify(playbook))
    await insertEnrolments(tx, rows)
    begun += rows.length
  }
  return begun
}

type OfLevel = { readonly level: NewEnrolment['level']; readonly entrants: readonly Entrant[] }

function groupedByLevel(entering: readonly Entering[]): readonly OfLevel[] {
  const groups = new Map<NewEnrolment['level'], Entrant[]>()
  for (const one of entering) {
    const level = one.entity?.level ?? 'product'
    const columns = one.entity === null ? { account: '', person: '' } : entityColumns(one.entity)
    const own = groups.get(level) ?? []
    own.push({ ...one, ...columns, level })
    groups.set(level, own)
  }
  return [...groups].map(([level, entrants]) => ({ level, entrants }))
}

async function rowsOf(
  tx: ControlStore,
  playbook: Playbook,
  { level, entrants, now, model }: OfLevel & Around,
): Promise<NewEnrolment[]> {
  const { key, hash } = playbook
  const before = new Map(await readBefore(tx, { playbook: key, level, entities: entrants }))
  const open = await readOpenStates(tx, { level, entities: entrants, names: statesToBegin(playbook) })
  const may = (one: Entrant): boolean => {
    const who = columnsKey(one)
    const last = before.get(who) ?? null
    if (last?.occurrences.has(one.occurrence) === true) return false
    return mayBegin(playbook, { at: now, last, holds: (state) => open.get(who)?.has(state) === true })
  }
  const able = await notTaken(tx, playbook, { entrants: entrants.filter(may), now, model })
  const accounts = able.map(({ account }) => account)
  const arms = await assignArms(tx, playbook, { accounts, at: now, outreach: model.outreach })
  const rows: NewEnrolment[] = []
  for (const entrant of able) {
    if (!may(entrant)) continue
    const { entity: _, at, ...one } = entrant
    const who = columnsKey(one)
    const last = before.get(who) ?? null
    const { arm, why } = arms.get(one.account) ?? TREATED
    rows.push({ ...one, playbook: key, version: hash, arm, why, enteredAt: now, since: at, dueAt: at })
    // Decided twice at once: the second finds the first.
    before.set(who, withOne(last, { occurrence: one.occurrence, live: arm === 'treated', now }))
  }
  return rows
}

const TREATED: Assigned = { arm: 'treated', why: null }

type Taking = Around & { readonly entrants: readonly Entrant[] }

/** Without those whom another playbook of its exclusive group has, or had not long ago; also where it left them alone, so that both arms are kept apart alike. */
async function notTaken(
  tx: ControlStore,
  { key, exclusive }: Playbook,
  { entrants, now, model }: Taking,
): Promise<readonly Entrant[]> {
  if (exclusive === null) return entrants
  const others = model.playbooks.filter((one) => one.exclusive === exclusive && one.key !== key)
  const taken = await readHeldBy(tx, {
    accounts: entrants.map(({ account }) => account),
    playbooks: others.map((one) => one.key),
    after: now - (model.outreach.exclusive[exclusive] ?? 0) * MS_PER_DAY,
  })
  return entrants.filter(({ account }) => account === '' || !taken.has(account))
}

type Begun = { readonly occurrence: string; readonly live: boolean; readonly now: Millis }

function withOne(last: Before | null, { occurrence, live, now }: Begun): Before {
  const occurrences = new Set([...(last?.occurrences ?? []), occurrence])
  return { live: live || last?.live === true, enteredAt: now, occurrences }
}
