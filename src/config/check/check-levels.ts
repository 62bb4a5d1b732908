import { indicatorLevels } from '../compile/indicator-levels.ts'
import type { ConditionDraft, ConfigDraft, QuantityDraft, ScoreDraft } from '../draft.ts'
import type { Level } from '../expression.ts'
import type { Problem } from '../problem.ts'
import { errorAt } from './problem-at.ts'
import { type Placed, walkConfig } from './walk-config.ts'

/** Rule: what is only known of accounts is not asked of members, and the other way round. */
export function checkLevels(config: ConfigDraft): readonly Problem[] {
  const { quantities, conditions } = walkConfig(config)
  const written = quantities.filter(({ path }) => !path.startsWith('indicators.'))
  return [
    ...written.flatMap((at) => checkQuantity(config, at)),
    ...quantities.flatMap((at) => checkOwnLevel(config, at)),
    ...checkIndicators(config, quantities),
    ...conditions.flatMap((at) => checkCondition(config, at)),
    ...Object.entries(config.scores).flatMap(([key, score]) => checkCurves(config, `scores.${key}`, score)),
    ...Object.entries(config.outcomes).flatMap(([key, { kind }]) =>
      kind === 'activated' ? checkOnboarded(config, { path: `outcomes.${key}`, level: 'account' }) : [],
    ),
  ]
}

/** An indicator is judged at the levels of those that name it. */
function checkIndicators(config: ConfigDraft, quantities: readonly Placed<QuantityDraft>[]): readonly Problem[] {
  return indicatorLevels(config).flatMap(({ key, level }) => {
    const own = quantities.filter(({ path }) => path === `indicators.${key}`)
    const stated = config.indicators[key]?.level ?? 'account'
    return own.flatMap((at) => checkQuantity(config, at.level === stated ? { ...at, level } : at))
  })
}

/** Everywhere else the definition around it says whose number it is. */
function checkOwnLevel(config: ConfigDraft, { path, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (what.level === undefined || path === `indicators.${keyOf(config, what)}`) return []
  const message = `.level('${what.level}') stands at a number inside of ${path}, where nobody reads it.`
  const mend = 'Leave it out: the signal, score or segment around it says its level; an indicator may say its own.'
  return [errorAt(path, { code: 'wrong_argument', bad: what.level, message, mend })]
}

function keyOf({ indicators }: ConfigDraft, what: QuantityDraft): string | undefined {
  return Object.keys(indicators).find((key) => indicators[key] === what)
}

const ACCOUNT_ONLY: readonly QuantityDraft['kind'][] = [
  'percentile',
  'roll-up',
  'roll-up-where',
  'top-member',
  'ago',
  'members',
  'active-members',
  'size',
  'mrr',
  'colleagues',
  'limit',
]

function checkQuantity(config: ConfigDraft, { path, level, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (level !== 'account' && ACCOUNT_ONLY.includes(what.kind)) {
    return [wrongLevel(path, `${what.kind} is a number of an account, and stands at ${level} level.`)]
  }
  switch (what.kind) {
    case 'role':
      if (level === 'member') return []
      return [wrongLevel(path, `A role is held by a member, and this stands at ${level} level.`)]
    case 'trait':
      return checkOwner(path, level, what.of)
    case 'percentile':
      return checkCompared(config, path, what.segment)
    case 'score':
      return checkScore(config, what.score, { path, level })
    case 'activation':
      return what.as === 'onboarding' ? checkOnboarding(path, level) : checkOnboarded(config, { path, level })
    case 'milestone': {
      const only = config.activation?.milestones[what.milestone]?.level ?? level
      if (only === level) return checkOnboarded(config, { path, level })
      return [wrongLevel(path, `The milestone ${what.milestone} is of level ${only}, not ${level}.`)]
    }
    default:
      return []
  }
}

/** Knots at percentiles are of accounts: there is nothing to compare a member with. */
function checkCurves(config: ConfigDraft, path: string, { level, rule }: ScoreDraft): readonly Problem[] {
  if (rule.kind !== 'parts') return []
  return Object.entries(rule.parts).flatMap(([name, { curve }]) => {
    if (!('among' in curve)) return []
    if (level !== 'account')
      return [wrongLevel(`${path}.${name}`, `byPercentile() compares accounts, and ${path} is of level ${level}.`)]
    return checkCompared(config, `${path}.${name}`, curve.among)
  })
}

/** Accounts are compared within groups of accounts. */
function checkCompared({ segments }: ConfigDraft, path: string, segment: string | null): readonly Problem[] {
  const level = segment === null ? 'account' : segments[segment]!.level
  if (level === 'account') return []
  return [wrongLevel(path, `Accounts are compared within ${segment}, a segment of level ${level}.`)]
}

type Where = { readonly path: string; readonly level: Level }

/** Activation has a score too, at each of its levels. */
function checkScore(config: ConfigDraft, score: string, { path, level }: Where): readonly Problem[] {
  if (score === 'activation') return checkOnboarded(config, { path, level })
  const other = config.scores[score]!.level
  return other === level ? [] : [wrongLevel(path, `The score ${score} is of level ${other}, not ${level}.`)]
}

/** So has the onboarding status, at account level. */
function checkBands(config: ConfigDraft, score: string, where: Where): readonly Problem[] {
  if (score !== 'onboarding') return checkScore(config, score, where)
  return [...checkOnboarding(where.path, where.level), ...checkOnboarded(config, where)]
}

function checkOnboarded({ activation }: ConfigDraft, { path, level }: Where): readonly Problem[] {
  if (activation?.levels.includes(level) === true) return []
  return [wrongLevel(path, `Activation is asked for at ${level} level, and not among its levels.`)]
}

function checkOnboarding(path: string, level: Level): readonly Problem[] {
  return level === 'account' ? [] : [wrongLevel(path, 'Only accounts have an onboarding status.')]
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
  if (what.kind === 'in-band') return checkBands(config, what.score, { path, level })
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
