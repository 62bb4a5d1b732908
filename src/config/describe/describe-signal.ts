import { CLOSE_AFTER_DAYS, COOLDOWN_DAYS, LEAST_SILENT_DAYS, RECOVERED_RATIO, SETTLE_AFTER_DAYS } from '../detectors.ts'
import type { Detector, QuantityNode, Signal } from '../model.ts'
import { describeCondition } from './describe-condition.ts'
import { describeWhere } from './describe-where.ts'
import { listing, plural } from './describe-window.ts'

type SignalBody = Omit<Signal, 'sentence' | 'hash'>

const WHOM = { account: 'an account', member: 'a member', person: 'a user' } as const

/** A signal in full English sentences; `nodes` is the graph of its level. */
export function describeSignal(signal: SignalBody, nodes: readonly QuantityNode[]): string {
  const parts = [describeOpening(signal, nodes), describeClosing(signal, nodes)]
  if (signal.escalate !== null) parts.push(`It escalates when ${describeCondition(signal.escalate, nodes)}.`)
  if (signal.predicts !== null) {
    parts.push(`It predicts ${signal.predicts.outcome} within ${plural(signal.predicts.withinDays, 'day')}.`)
  }
  return parts.join(' ')
}

function describeOpening(signal: SignalBody, nodes: readonly QuantityNode[]): string {
  const always = signal.when.kind === 'all' && signal.when.of.length === 0
  const when = always ? '' : describeCondition(signal.when, nodes)
  const whom = `${WHOM[signal.level]}${signal.for === null ? '' : ` where ${describeCondition(signal.for, nodes)}`}`
  const often = `, ${signal.minimum} ${signal.clock.kind === 'trend' ? 'days' : 'times'} in a row`
  const weekly = signal.detector?.kind === 'slow drop' ? ', at the close of a week' : ''
  const times = signal.minimum === 1 ? weekly : often
  const moment = signal.clock.kind === 'trend' ? '' : `at ${signal.clock.names[0]}${describeWhere(signal.clock.where)}`
  const condition = [moment, when === '' ? '' : `when ${when}`].filter((part) => part !== '').join(', ')
  return `Opens for ${whom} ${condition}${times}.`
}

function describeClosing(signal: SignalBody, nodes: readonly QuantityNode[]): string {
  if (signal.detector !== null) return describeSettling(signal.detector)
  const { until, cooldownDays } = signal
  const reasons = until === null ? [] : [`when ${describeCondition(until, nodes)}`]
  if (signal.clock.kind === 'event') {
    reasons.push(
      cooldownDays === 0 ? 'at the close of the day' : `after ${plural(cooldownDays, 'day')} without another`,
    )
  } else if (until === null) reasons.push('when that is no longer so')
  const quiet = cooldownDays === 0 ? '' : `, and stays closed for at least ${plural(cooldownDays, 'day')}`
  return `Closes ${listing(reasons, 'or')}${quiet}.`
}

/** What closes and escalates a detector is the same for all: a level that is held, and how far from it the entity is. */
function describeSettling({ kind }: Detector): string {
  const back =
    kind === 'silence'
      ? `heard of within ${LEAST_SILENT_DAYS} business days`
      : `within ${Math.round(100 - RECOVERED_RATIO * 100)} % of what was usual before it opened`
  const settled = `or after ${SETTLE_AFTER_DAYS} days, as the new usual, and stays closed for at least ${COOLDOWN_DAYS} days.`
  const far = kind === 'rise' ? 'rises above twice' : 'falls below half of'
  const escalates = kind === 'silence' ? '' : ` It escalates when the share ${far} what it was at the opening.`
  return `Closes after ${CLOSE_AFTER_DAYS} days in a row ${back}, ${settled}${escalates}`
}
