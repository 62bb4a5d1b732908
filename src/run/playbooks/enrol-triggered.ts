import type { Model } from '../../config/model.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { Millis } from '../../core/time.ts'
import type { EntityRef } from '../../core/transition.ts'
import { mayBegin, statesToBegin } from '../../playbooks/may-begin.ts'
import { type CommittedTransition, entityColumns } from '../../store/control/commit-judgement.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import {
  accountsInside,
  insertEnrolment,
  lastEnrolment,
  wakeEnrolments,
} from '../../store/control/playbooks/enrolments.ts'
import { keepPlaybookVersion } from '../../store/control/playbooks/playbook-standing.ts'
import { readOpenStates } from '../../store/control/playbooks/read-open-states.ts'
import { assignArm } from './assign-arm.ts'

/** A decision that may begin playbooks. `entity` null: it is about the product. */
export type Decided = Pick<
  CommittedTransition,
  'subject' | 'name' | 'what' | 'ordinal' | 'at' | 'cause' | 'fresh' | 'values'
> & { readonly entity: EntityRef | null; readonly atEvent: boolean }

type Deciding = { readonly model: Model; readonly now: Millis }

/**
 * Begins the playbooks that wait for what was decided, and looks at whoever inside one may wait for it; to be called in the transaction that commits the decision. Only
 * behaviour that is fresh does either: what an import, another configuration, a correction or a merge changes sets nothing off.
 */
export async function enrolTriggered(
  tx: ControlStore,
  decided: readonly Decided[],
  { model, now }: Deciding,
): Promise<void> {
  if (model.playbooks.length === 0) return
  const able = decided.filter(({ cause, fresh }) => cause === 'behaviour' && fresh)
  const inside = await accountsInside(tx, [...new Set(able.flatMap(({ entity }) => accountOf(entity) ?? []))])
  for (const one of able) {
    if (one.entity !== null && inside.has(accountOf(one.entity) ?? '')) await wakeEnrolments(tx, one.entity, now)
    for (const playbook of model.playbooks)
      if (isListening(playbook, one))
        await enrol(tx, playbook, {
          ...{ entity: one.entity, occurrence: String(one.ordinal), because: becauseOf(one), atEvent: one.atEvent },
          ...{ at: one.at, now },
        })
  }
}

/** A person across accounts is of none. */
function accountOf(entity: EntityRef | null): string | null {
  return entity === null ? null : entityColumns(entity).account
}

/** Transitions as they were committed. */
export function toDecided(transition: CommittedTransition): Decided {
  return { ...transition, atEvent: transition.position !== null }
}

function isListening({ listens }: Playbook, { subject, name, what }: Decided): boolean {
  return listens !== null && listens.subject === subject && listens.name === name && listens.what === what
}

export type Entering = {
  readonly entity: EntityRef | null
  readonly occurrence: string
  readonly because: string
  readonly atEvent: boolean
  /** From when on its times are counted. */
  readonly at: Millis
  readonly now: Millis
}

/** Begins a playbook for an entity, if it may. @returns whether it did */
export async function enrol(tx: ControlStore, playbook: Playbook, entering: Entering): Promise<boolean> {
  const { entity, occurrence, because, atEvent, at, now } = entering
  const columns = entity === null ? { account: '', person: '' } : entityColumns(entity)
  const owner = { playbook: playbook.key, level: entity?.level ?? 'product', ...columns }
  const open = entity === null ? NOTHING : await readOpenStates(tx, entity, statesToBegin(playbook))
  const last = await lastEnrolment(tx, owner)
  if (!mayBegin(playbook, { at: now, last, holds: (state) => open.has(state) })) return false
  const arm = await assignArm(tx, playbook, { account: columns.account, at: now })
  await keepPlaybookVersion(tx, playbook.hash, () => JSON.stringify(playbook))
  return insertEnrolment(tx, {
    ...{ ...owner, level: entity?.level ?? 'product', version: playbook.hash, occurrence, arm, because, atEvent },
    ...{ enteredAt: now, since: at, dueAt: at },
  })
}

const NOTHING: ReadonlySet<string> = new Set()

/** What was compared, in words. */
function becauseOf({ name, subject, values }: Decided): string {
  const said = values
    .filter(({ holds, value }) => holds === true && value !== null)
    .slice(0, 3)
    .map(({ label, value }) => `${label}: ${Math.round(value! * 100) / 100}`)
  const title = subject === 'signal' ? titleOf(name) : ''
  return [title, said.join(', ')].filter((part) => part !== '').join(' – ')
}
