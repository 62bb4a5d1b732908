import { parseDecimal } from '../../core/decimal.ts'
import { isoToDay } from '../../core/time.ts'
import { badNumber } from '../check/bad-number.ts'
import { errorAt } from '../check/problem-at.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { METRIC_IDS, METRICS, type MetricId } from './catalogue.ts'
import { checkNorthStar } from './check-north-star.ts'
import { noSuch } from './no-such.ts'
import { METRIC_CHOICES, type MetricWatch, type RateRow, type SpendRow } from './settings.ts'

/** Rule: what the metrics name exists, thresholds are numbers, spend is of months and rates are of days, and the North Star is one. */
export function checkMetrics(config: ConfigDraft): readonly Problem[] {
  const { metrics, events } = config
  const { coreFeature, features, promotions, paywall, visit, lead, spend, preset, rates, files, watch } = metrics
  const known = [...new Set(Object.values(events).flatMap((event) => event.feature ?? []))]
  const isFeature = (path: string, name: string): readonly Problem[] =>
    known.includes(name) ? [] : [noSuch(path, { what: 'feature', name, valid: known })]
  const isEvent = (path: string, name: string): readonly Problem[] =>
    Object.hasOwn(events, name) ? [] : [noSuch(path, { what: 'event', name, valid: Object.keys(events) })]
  return [
    ...(coreFeature === null ? [] : isFeature('metrics.coreFeature', coreFeature)),
    ...Object.keys(features).flatMap((name) => isFeature(`metrics.features.${name}`, name)),
    ...promotions.flatMap(({ feature, on }) => [
      ...isFeature('metrics.promotions', feature),
      ...isDay('metrics.promotions', on),
    ]),
    ...paywall.flatMap((key) => isEvent('metrics.paywall', key)),
    ...(visit === null ? [] : isEvent('metrics.visit', visit)),
    ...(lead === null || !('event' in lead) ? [] : isEvent('metrics.lead', lead.event)),
    ...spend.flatMap(checkSpend),
    ...(rates?.dated ?? []).flatMap(checkRate),
    ...(rates === null ? [] : isCurrency('metrics.rates.to', rates.to)),
    ...(preset === null || METRIC_CHOICES.includes(preset)
      ? []
      : [noSuch('metrics.preset', { what: 'preset', name: preset, valid: METRIC_CHOICES })]),
    ...checkFiles(files),
    ...checkNorthStar(config),
    ...Object.entries(watch).flatMap(([id, one]) => checkWatch(id, one)),
  ]
}

function checkSpend({ month, channel, amount }: SpendRow): readonly Problem[] {
  const path = channel === null ? `metrics.spend.${month}` : `metrics.spend.${month}.${channel}`
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return badNumber(path, amount, { from: 0, to: 1e12, whole: false })
  const message = `metrics.spend has ${JSON.stringify(month)}, which is no month.`
  return [errorAt('metrics.spend', { code: 'wrong_argument', bad: month, message, mend: "Write '2026-01': 12_000." })]
}

function checkRate({ date, currency, rate }: RateRow): readonly Problem[] {
  const path = 'metrics.rates'
  const exact = parseDecimal(rate)
  const bad = errorAt(path, {
    ...{ code: 'wrong_argument', bad: rate },
    message: `metrics.rates has the rate ${JSON.stringify(rate)} of ${date}, which is no decimal above 0.`,
    mend: 'Write one unit of the currency in units of `to`, as text: "0.92".',
  })
  const isGood = exact !== null && exact.numerator > 0n
  return [...isDay(path, date), ...isCurrency(path, currency), ...(isGood ? [] : [bad])]
}

function isDay(path: string, date: string): readonly Problem[] {
  if (isoToDay(date) !== null) return []
  const message = `${path} has ${JSON.stringify(date)}, which is no day.`
  return [errorAt(path, { code: 'wrong_argument', bad: date, message, mend: "Write '2026-01-31'." })]
}

function isCurrency(path: string, currency: string): readonly Problem[] {
  if (/^[A-Z]{3}$/.test(currency)) return []
  const message = `${path} has ${JSON.stringify(currency)}, which is no currency.`
  return [errorAt(path, { code: 'wrong_argument', bad: currency, message, mend: 'Write three capitals, such as EUR.' })]
}

/** What is left here was not read: a configuration made in a program has no folder, and rates need to say into which currency. */
function checkFiles({ spend, rates }: ConfigDraft['metrics']['files']): readonly Problem[] {
  const left = [...(spend === null ? [] : [['spendFile', spend]]), ...(rates === null ? [] : [['ratesFile', rates]])]
  return left.map(([option, file]) =>
    errorAt(`metrics.${option}`, {
      ...{ code: 'wrong_argument', bad: file! },
      message: `metrics.${option} is read beside a configuration file only, and ratesFile only where metrics.rates says into which currency.`,
      mend: option === 'ratesFile' ? "Write rates: { to: 'EUR', dated: {} } beside it." : 'Write the rows into spend.',
    }),
  )
}

function checkWatch(id: string, { atLeast, atMost }: MetricWatch): readonly Problem[] {
  const path = `metrics.watch.${id}`
  if (!Object.hasOwn(METRICS, id)) return [noSuch(path, { what: 'metric', name: id, valid: METRIC_IDS })]
  const range = { from: 0, to: METRICS[id as MetricId].unit === 'share' ? 10 : 1e12, whole: false }
  return [...badNumber(`${path}.atLeast`, atLeast, range), ...badNumber(`${path}.atMost`, atMost, range)]
}
