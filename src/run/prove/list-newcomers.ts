import type { Activation, Model, Outcome } from '../../config/model.ts'
import { daysBetween } from '../../proof/backtest/backtest-milestone.ts'
import type { Newcomer } from '../../proof/backtest/newcomer.ts'
import type { Gathered } from './gather-panel.ts'

/** Day by which a newcomer's outcome counts, after the landmark. */
export function untilDay({ rule }: Outcome, { product }: Pick<Model, 'product'>, landmark: number): number {
  if (rule.kind === 'retained') return rule.toDay
  return rule.kind === 'converted' ? Math.max(landmark, product.trialDays) + 14 : landmark + 90
}

export type NewcomersOf = { readonly outcome: Outcome; readonly leaves: string; readonly activation: Activation }

/** Who signed up while everything was recorded, with what was reached, and what came of it, in days since then. */
export function listNewcomers(
  { panel, onboarding, beginnings }: Gathered,
  { outcome, leaves, activation }: NewcomersOf,
): Newcomer[] {
  const [which, leaving] = [panel.outcomes.indexOf(outcome.key), panel.outcomes.indexOf(leaves)]
  const rows = firstRows(panel.entity, panel.entities.length)
  return panel.entities.flatMap(({ account, followed, outcomes }, entity): Newcomer[] => {
    const own = onboarding.get(account)
    const isKnown = own !== undefined && (beginnings.get(account)?.signUp ?? null) !== null
    if (!isKnown || !(own.signUp >= followed.from) || own.signUp >= followed.until) return []
    const dayOf = (at: number | undefined): number | null => (at === undefined ? null : daysBetween(own.signUp, at))
    const decided = outcomes[which]!.dates.find((date) => date.decided >= own.signUp)?.decided
    const left = outcome.rule.kind === 'churned' ? undefined : outcomes[leaving]!.dates[0]?.decided
    const row = rows[entity]!
    const group = panel.segments.length === 0 || row < 0 ? undefined : panel.segments[0]!.names[panel.groups[0]![row]!]
    return [
      {
        account,
        ...{ signUp: own.signUp, segment: group ?? '', firstActivity: own.firstActivity },
        ...{ followedDays: daysBetween(own.signUp, followed.until), outcomeDay: dayOf(decided), leftDay: dayOf(left) },
        reachedDay: activation.milestones.map((_, i) =>
          Number.isNaN(own.reached[i]!) ? null : daysBetween(own.signUp, own.reached[i]!),
        ),
      },
    ]
  })
}

/** By entity its first row; below 0: it has none. */
export function firstRows(entity: Int32Array, entities: number): Int32Array {
  const rows = new Int32Array(entities).fill(-1)
  for (let row = entity.length - 1; row >= 0; row--) rows[entity[row]!] = row
  return rows
}
