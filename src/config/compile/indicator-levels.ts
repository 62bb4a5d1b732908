import { walkConfig } from '../check/walk-config.ts'
import type { ConditionDraft, ConfigDraft, QuantityDraft } from '../draft.ts'
import type { Level } from '../expression.ts'

export type IndicatorAtLevel = { readonly key: string; readonly level: Level }

/** At which levels each indicator is needed: its own where it says one, and those of the definitions that name it; else the account's. In order of keys. */
export function indicatorLevels(config: ConfigDraft): readonly IndicatorAtLevel[] {
  const found = new Map<string, IndicatorAtLevel>()
  noteAll(found, config, mentioned(config))
  const keys = Object.keys(config.indicators).sort()
  for (const key of keys) {
    const { level } = config.indicators[key]!
    const named = [...found.values()].some((at) => at.key === key)
    if (level !== undefined || !named) noteAll(found, config, [{ key, level: level ?? 'account' }])
  }
  const order = (at: IndicatorAtLevel): string => `${at.key}\n${at.level}`
  return [...found.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

function noteAll(found: Map<string, IndicatorAtLevel>, config: ConfigDraft, start: readonly IndicatorAtLevel[]): void {
  const open = [...start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const id = `${at.level} ${at.key}`
    const draft = config.indicators[at.key]
    if (found.has(id) || draft === undefined) continue
    found.set(id, at)
    open.push(...inQuantity(draft, at.level))
  }
}

function mentioned(config: ConfigDraft): readonly IndicatorAtLevel[] {
  const signals = Object.values(config.signals).flatMap(({ level, ...signal }) =>
    [signal.for, signal.when, signal.until, signal.escalate].flatMap((part) =>
      part === null ? [] : inCondition(part, level),
    ),
  )
  const segments = Object.values(config.segments).flatMap(({ level, rule }) => {
    if (rule.kind === 'bands') return inQuantity(rule.quantity, level)
    return rule.kind === 'cases' ? rule.cases.flatMap(({ when }) => inCondition(when, level)) : []
  })
  const named = walkConfig(config).quantities.flatMap(({ path, level, what }) =>
    /^(activation|scores|entitlements)\./.test(path) && what.kind === 'indicator'
      ? [{ key: what.indicator, level }]
      : [],
  )
  return [...signals, ...segments, ...named]
}

function inCondition(condition: ConditionDraft, level: Level): readonly IndicatorAtLevel[] {
  switch (condition.kind) {
    case 'compare':
      return inQuantity(condition.quantity, level)
    case 'not':
      return inCondition(condition.of, level)
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap((part) => inCondition(part, level))
    default:
      return []
  }
}

function inQuantity(quantity: QuantityDraft, level: Level): readonly IndicatorAtLevel[] {
  switch (quantity.kind) {
    case 'indicator':
      return [{ key: quantity.indicator, level }]
    case 'ratio':
      return [...inQuantity(quantity.top, level), ...inQuantity(quantity.bottom, level)]
    case 'change':
    case 'difference':
      return [quantity.now, quantity.before].flatMap((part) => (part === null ? [] : inQuantity(part, level)))
    case 'percentile':
      return inQuantity(quantity.of, level)
    case 'roll-up':
      return [...inQuantity(quantity.over, 'member'), ...inAmong(quantity.among)]
    case 'top-member':
      return [...[quantity.over, quantity.by].flatMap((part) => inQuantity(part, 'member')), ...inAmong(quantity.among)]
    case 'ago':
      return inQuantity(quantity.of, level)
    case 'roll-up-where':
      return inCondition(quantity.when, 'member')
    case 'holds':
      return inCondition(quantity.when, level)
    default:
      return []
  }
}

function inAmong(among: ConditionDraft | undefined): readonly IndicatorAtLevel[] {
  return among === undefined ? [] : inCondition(among, 'member')
}
