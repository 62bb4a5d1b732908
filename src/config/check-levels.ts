import type { ConditionDraft, ConfigDraft, QuantityDraft } from './draft.ts'
import type { Level } from './expression.ts'
import { indicatorLevels } from './indicator-levels.ts'
import type { Problem } from './problem.ts'
import { errorAt } from './problem-at.ts'
import { type Placed, walkConfig } from './walk-config.ts'

/** Rule: what is only known of accounts is not asked of members, and the other way round. */
export function checkLevels(config: ConfigDraft): readonly Problem[] {
  const { quantities, conditions } = walkConfig(config)
  const written = quantities.filter(({ path }) => !path.startsWith('indicators.'))
  return [
    ...written.flatMap((at) => checkQuantity(at)),
    ...checkIndicators(config, quantities),
    ...conditions.flatMap((at) => checkCondition(config, at)),
  ]
}

/** An indicator is judged at the levels of those that name it. */
function checkIndicators(config: ConfigDraft, quantities: readonly Placed<QuantityDraft>[]): readonly Problem[] {
  return indicatorLevels(config).flatMap(({ key, level }) => {
    const own = quantities.filter(({ path }) => path === `indicators.${key}`)
    return own.flatMap((at) => checkQuantity(at.level === 'account' ? { ...at, level } : at))
  })
}

const ACCOUNT_ONLY: readonly QuantityDraft['kind'][] = [
  'percentile',
  'roll-up',
  'roll-up-where',
  'members',
  'active-members',
  'active-share',
  'size',
  'mrr',
]

function checkQuantity({ path, level, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (level !== 'account' && ACCOUNT_ONLY.includes(what.kind)) {
    return [wrongLevel(path, `${what.kind} is a number of an account, and stands at ${level} level.`)]
  }
  return what.kind === 'trait' ? checkOwner(path, level, what.of) : []
}

function checkOwner(path: string, level: Level, of: 'own' | 'account' | 'person'): readonly Problem[] {
  if (level === 'account' && of === 'person') {
    return [wrongLevel(path, "An account has no person's property: ask its members with rollUp.")]
  }
  if (level === 'person' && of === 'account') {
    return [wrongLevel(path, 'A person may be in many accounts: ask for an account property at member level.')]
  }
  return []
}

function checkCondition(config: ConfigDraft, { path, level, what }: Placed<ConditionDraft>): readonly Problem[] {
  if (what.kind === 'trait') return checkOwner(path, level, what.of)
  if (what.kind === 'signal') {
    const other = config.signals[what.signal]!.level
    return other === level ? [] : [wrongLevel(path, `The signal ${what.signal} is of level ${other}, not ${level}.`)]
  }
  if (what.kind !== 'in-segment') return []
  const other = config.segments[what.segment]!.level
  const fits = other === level || (level === 'member' && other === 'account')
  return fits ? [] : [wrongLevel(path, `The segment ${what.segment} is of level ${other}, not ${level}.`)]
}

function wrongLevel(path: string, message: string): Problem {
  return errorAt(path, {
    code: 'wrong_level',
    message,
    mend: 'Say it at the other level, or use rollUp from members to the account.',
  })
}
