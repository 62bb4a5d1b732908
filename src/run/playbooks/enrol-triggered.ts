import type { Model } from '../../config/model.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { Millis } from '../../core/time.ts'
import type { EntityRef } from '../../core/transition.ts'
import type { CommittedTransition } from '../../store/control/commit-judgement.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import { wakeEnrolments } from '../../store/control/playbooks/begin-enrolments.ts'
import { type Entering, enrolAll } from './enrol-all.ts'

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
  const entities = able.flatMap(({ entity }) => entity ?? [])
  await wakeEnrolments(tx, entities, now)
  for (const playbook of byPriority(model.playbooks)) {
    const entering = able.filter((one) => isListening(playbook, one)).map(toEntering)
    await enrolAll(tx, playbook, { entering, now, model })
  }
}

/** Of an exclusive group the first one takes the account. */
function byPriority(playbooks: readonly Playbook[]): readonly Playbook[] {
  return [...playbooks].sort((a, b) => b.priority - a.priority)
}

/** Transitions as they were committed. */
export function toDecided(transition: CommittedTransition): Decided {
  return { ...transition, atEvent: transition.position !== null }
}

function isListening({ listens }: Playbook, { subject, name, what }: Decided): boolean {
  return listens !== null && listens.subject === subject && listens.name === name && listens.what === what
}

function toEntering(one: Decided): Entering {
  const { entity, ordinal, at, atEvent } = one
  return { entity, occurrence: String(ordinal), because: becauseOf(one), atEvent, at }
}

/** What was compared, in words. */
function becauseOf({ name, subject, values }: Decided): string {
  const said = values
    .filter(({ holds, value }) => holds === true && value !== null)
    .slice(0, 3)
    .map(({ label, value }) => `${label}: ${Math.round(value! * 100) / 100}`)
  const title = subject === 'signal' ? titleOf(name) : ''
  return [title, said.join(', ')].filter((part) => part !== '').join(' – ')
}
