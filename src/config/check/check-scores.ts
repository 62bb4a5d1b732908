import type { BandsDraft, ConfigDraft, PartDraft, ScoreDraft } from '../draft.ts'
import type { Curve } from '../expression.ts'
import type { Problem } from '../problem.ts'
import { badNumber } from './bad-number.ts'
import { bandsOf } from './check-names.ts'
import { errorAt } from './problem-at.ts'
import { walkConfig } from './walk-config.ts'

/** Rule: the parts of a score add up, its curves can be followed, and its bands leave no value out and take none twice. */
export function checkScores(config: ConfigDraft): readonly Problem[] {
  const scores = Object.entries(config.scores).flatMap(([key, draft]) => {
    const path = `scores.${key}`
    return [
      ...checkKey(key),
      ...checkRule(path, draft),
      ...checkBands(path, draft.bands),
      ...checkExceptions(config, key),
    ]
  })
  return [...scores, ...checkLimits(config), ...checkSignals(config)]
}

function checkKey(key: string): readonly Problem[] {
  if (key !== 'activation' && key !== 'onboarding') return []
  const message = `${key === 'activation' ? 'The score of activation' : 'The onboarding status'} has this name already.`
  return [errorAt(`scores.${key}`, { code: 'duplicate_name', bad: key, message, mend: 'Give it another name.' })]
}

function checkRule(path: string, { rule }: ScoreDraft): readonly Problem[] {
  switch (rule.kind) {
    case 'parts':
      return checkParts(path, rule)
    case 'decaying':
      return checkDecaying(path, rule)
    case 'tiers':
      return rule.tiers.length > 0 ? [] : [nothingIn(path)]
  }
}

type Rule<K> = Extract<ScoreDraft['rule'], { readonly kind: K }>

function checkParts(path: string, { parts, variants }: Rule<'parts'>): readonly Problem[] {
  const named = Object.entries(parts)
  if (named.length === 0) return [nothingIn(path)]
  const sum = named.reduce((total, [, part]) => total + part.weight, 0)
  const addsUp = named.every(([, { weight }]) => weight > 0) && Math.abs(sum - 100) < 1e-9
  const said = named.map(([name, { weight }]) => `${name} ${weight}`).join(', ')
  const weights = errorAt(path, {
    code: 'bad_weights',
    message: `The weights of ${path} are ${said}: together ${sum}.`,
    mend: 'Let them be above 0 and add up to 100.',
  })
  return [
    ...(addsUp ? [] : [weights]),
    ...named.flatMap(([name, { curve, rhythmDays }]) => [
      ...checkPartCurve(`${path}.${name}`, curve),
      ...badNumber(`${path}.${name}.heardEvery`, rhythmDays, { from: 1, to: 366, whole: true }),
    ]),
    ...variants.flatMap((variant) => checkVariant(path, { variant, names: Object.keys(parts) })),
  ]
}

type OneVariant = { readonly variant: Rule<'parts'>['variants'][number]; readonly names: readonly string[] }

function checkVariant(path: string, { variant, names }: OneVariant): readonly Problem[] {
  const unknown = Object.keys(variant.curves).filter((name) => !names.includes(name))
  return [
    ...unknown.map((name) => {
      const message = `There is no part called ${JSON.stringify(name)}. There are: ${names.join(', ')}.`
      return errorAt(`${path}.variant`, { code: 'unknown_name', bad: name, message, mend: 'Choose one of these.' })
    }),
    ...Object.entries(variant.curves).flatMap(([name, curve]) => checkCurve(`${path}.variant.${name}`, curve)),
    ...(variant.bands === null ? [] : checkBands(`${path}.variant`, variant.bands)),
  ]
}

function checkPartCurve(path: string, curve: PartDraft['curve']): readonly Problem[] {
  if (!('among' in curve)) return checkCurve(path, curve)
  const points = curve.knots.map(({ percentile, share }) => ({ at: percentile, share }))
  const outside = points.find(({ at }) => !(at >= 0 && at <= 100))
  const far = errorAt(path, {
    code: 'bad_curve',
    bad: String(outside?.at),
    message: `The curve of ${path} has a knot at the percentile ${outside?.at}.`,
    mend: 'Write percentiles from 0 to 100: byPercentile({ knots: [[10, 0], [50, 0.5], [90, 1]] }).',
  })
  return [
    ...(outside === undefined ? checkCurve(path, points) : [far]),
    ...(curve.until === null ? [] : checkCurve(`${path}.until`, curve.until)),
  ]
}

function checkCurve(path: string, curve: Curve): readonly Problem[] {
  const falling = curve.some(({ at }, i) => !Number.isFinite(at) || (i > 0 && at <= curve[i - 1]!.at))
  const outside = curve.some(({ share }) => !(share >= 0 && share <= 1))
  if (curve.length > 0 && !falling && !outside) return []
  const said = curve.map(({ at, share }) => `[${at}, ${share}]`).join(', ')
  const message = `The curve of ${path} is ${said}.`
  const mend =
    'Write knots with rising values, and shares between 0 and 1: rising(0, 20), falling(1, 14), knots([0, 0], [5, 1]).'
  return [errorAt(path, { code: 'bad_curve', message, mend })]
}

/** Bands may be written in any order. Together they cover 0 to 100, each from its beginning to the next one's. */
function checkBands(path: string, bands: BandsDraft): readonly Problem[] {
  if (bands.length === 0) return []
  const rising = [...bands].sort((a, b) => a.from - b.from)
  const twice = rising.find(({ from }, i) => i > 0 && from === rising[i - 1]!.from)
  const outside = rising.find(({ from }) => !(from >= 0 && from < 100))
  const bad = (name: string, message: string, mend: string): Problem[] => [
    errorAt(`${path}.bands`, { code: 'bad_bands', bad: name, message, mend }),
  ]
  if (outside !== undefined)
    return bad(outside.name, `The band ${outside.name} begins at ${outside.from}.`, 'Begin between 0 and 100.')
  if (twice !== undefined)
    return bad(
      twice.name,
      `The band ${twice.name} begins at ${twice.from}, where another does.`,
      'Keep one of the two.',
    )
  const first = rising[0]!
  if (first.from === 0) return []
  const message = `Below ${first.from}, where ${first.name} begins, a value is in no band.`
  return bad(first.name, message, 'Let the lowest band begin at 0.')
}

function checkExceptions(config: ConfigDraft, key: string): readonly Problem[] {
  const bands = bandsOf(config, key) ?? []
  return config.scores[key]!.exceptions.flatMap(({ name, band }) => {
    if (band === null || bands.includes(band)) return []
    const message = `There is no band called ${JSON.stringify(band)} for the exception ${JSON.stringify(name)}. There are: ${bands.join(', ') || 'none'}.`
    const mend = 'Choose one of these, or leave the band out: the exception is then said beside the score.'
    return [errorAt(`scores.${key}`, { code: 'unknown_name', bad: band, message, mend })]
  })
}

function checkDecaying(path: string, { events, perPerson, most }: Rule<'decaying'>): readonly Problem[] {
  const named = Object.entries(events)
  return [
    ...(named.length === 0 ? [nothingIn(path)] : []),
    ...badNumber(`${path}.perPerson`, perPerson, { from: 1, to: 100, whole: false }),
    ...badNumber(`${path}.most`, most, { from: 1, to: 100, whole: false }),
    ...named.flatMap(([name, { points, lifespanDays }]) => [
      ...badNumber(`${path}.${name}`, points, { from: 0.001, to: 100, whole: false }),
      ...badNumber(`${path}.${name}`, lifespanDays, { from: 1, to: 3650, whole: true }),
    ]),
  ]
}

function nothingIn(path: string): Problem {
  const mend = 'Give it parts, events or tiers.'
  return errorAt(path, { code: 'nothing_to_judge', message: `${path} is made of nothing.`, mend })
}

function checkLimits({ entitlements }: ConfigDraft): readonly Problem[] {
  return Object.entries(entitlements).flatMap(([key, { limit }]) => {
    if (limit.kind === 'trait') return []
    return limit.plans.flatMap(({ plan, limit: amount }) =>
      amount === null ? [] : badNumber(`entitlements.${key}.${plan}`, amount, { from: 0, to: 1e15, whole: false }),
    )
  })
}

/** Scores are numbers, and made before any signal is judged; only their exceptions, which decide bands, come after. */
function checkSignals(config: ConfigDraft): readonly Problem[] {
  return walkConfig(config).conditions.flatMap(({ path, what }) => {
    if (what.kind !== 'signal' || !path.startsWith('scores.') || path.endsWith('.exception')) return []
    const message = `${path} asks whether the signal ${what.signal} is on, which is judged later.`
    const mend = 'Write what the signal is about, or make it an exception.'
    return [errorAt(path, { code: 'unjudged_signal', bad: what.signal, message, mend })]
  })
}
