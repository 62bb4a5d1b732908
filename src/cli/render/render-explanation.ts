import type { EpisodeRow } from '../../contract/episodes.ts'
import type { Comparison, EvidenceItem, Explanation } from '../../contract/explanation.ts'
import { phraseComparison } from '../../contract/phrase-comparison.ts'
import type { ConfigOf } from '../../contract/values.ts'
import { printable } from './render-table.ts'

/** What is explained: an account or a person as of the close of a day. */
export type ExplainedEntity = {
  readonly key: string
  readonly name: string
  readonly asOf: string
  readonly configOf: ConfigOf
}

const LINES_MAX = 12
const MARK: Readonly<Record<Explanation['state'], string>> = {
  on: 'ON ',
  off: 'off',
  unknown: '?  ',
  not_applicable: 'n/a',
  disabled: '–  ',
}

/**
 * At most twelve lines, whatever the number of signals: those that are on, then those that cannot be told, then those off, the nearest to turning first. Each has at
 * least a line with its numbers, thresholds and distances; while there is room, one line for each number. Those that do not apply or are switched off share a line.
 */
export function renderExplanations(entity: ExplainedEntity, explanations: readonly Explanation[]): string {
  const heading = headingOf(entity)
  if (explanations.length === 0) return `${heading}\nNo signals apply.`
  const told = (['on', 'unknown', 'off'] as const).flatMap((state) =>
    explanations.filter((one) => one.state === state).sort((a, b) => nearness(a) - nearness(b)),
  )
  const rest = [
    ...listState(explanations, { state: 'not_applicable', because: 'only for other accounts' }),
    ...listState(explanations, { state: 'disabled', because: 'switched off in the configuration' }),
  ]
  const room = LINES_MAX - 1 - rest.length
  const shown = told.length > room ? told.slice(0, room - 1) : told
  const left = told.slice(shown.length)
  const more = left.length === 0 ? [] : [moreOf(left)]
  return [heading, ...expandWhileRoom(shown, room - shown.length - more.length), ...more, ...rest].join('\n')
}

const NAMES_MAX = 6

function moreOf(left: readonly Explanation[]): string {
  const names = left.slice(0, NAMES_MAX).map(nameOf).join(', ')
  return `… and ${left.length} more (--signal shows each): ${names}${left.length > NAMES_MAX ? ', …' : ''}`
}

/** One signal in full: its definition, each condition with its numbers, what is to be done, and the way down to the events. */
export function renderInFull(entity: ExplainedEntity, one: Explanation, episodes: readonly EpisodeRow[]): string {
  const conditions = one.conditions.flatMap(({ role, comparisons, needed, holds }) => {
    if (comparisons.length === 0) return []
    const enough = needed !== null && needed < comparisons.length ? `, ${needed} of these is enough` : ''
    const stands = holds === null ? 'cannot be told' : holds ? 'holds' : 'does not hold'
    return [`    ${ROLE[role]} (${stands}${enough})`, ...comparisons.map((part) => `      ${lineOf(part)}`)]
  })
  return [
    headingOf(entity),
    `${MARK[one.state]} ${nameOf(one)}${sinceOf(one)}: ${printable(one.sentence)}`,
    `    ${printable(one.definition)}`,
    ...conditions,
    ...(one.suggest === null ? [] : [`    Suggested: ${printable(one.suggest)}`]),
    ...listEvents(entity, one),
    ...listEvidence(one, episodes),
  ].join('\n')
}

const ROLE = { for: 'Applies where', when: 'Opens when', until: 'Closes when' } as const

function headingOf({ key, name, asOf, configOf }: ExplainedEntity): string {
  const title = name === key ? printable(key) : `${printable(name)} (${printable(key)})`
  const by = configOf === 'day' ? '' : ', by the present configuration: that of the day cannot be read any more'
  return `${title}, at the close of ${asOf}${by}`
}

/** Those that are on first; the others all or none, so that they read alike. */
function expandWhileRoom(shown: readonly Explanation[], room: number): string[] {
  let left = room
  const expand = (ones: readonly Explanation[]): string[] => {
    const full = ones.flatMap((one) => renderExpanded(one) ?? [renderBrief(one)])
    if (full.length - ones.length > left) return ones.map(renderBrief)
    left -= full.length - ones.length
    return full
  }
  const on = shown.filter((one) => one.state === 'on')
  return [...on.flatMap((one) => expand([one])), ...expand(shown.slice(on.length))]
}

function renderBrief(one: Explanation): string {
  return `${MARK[one.state]} ${nameOf(one)}${sinceOf(one)}: ${printable(one.sentence)}`
}

/** A line for each number; null where there is but one, or where the sentence says more: which event it was, or what it waits for. */
function renderExpanded(one: Explanation): string[] | null {
  const when = one.conditions.find(({ role }) => role === 'when')
  const until = one.conditions.find(({ role }) => role === 'until')
  if (
    one.clock === 'event' ||
    when === undefined ||
    when.comparisons.length < 2 ||
    (one.state === 'on' && when.holds !== true)
  )
    return null
  const enough =
    when.needed !== null && when.needed < when.comparisons.length ? `${when.needed} of these is enough` : ''
  const closing = one.state === 'on' ? (until?.comparisons ?? []) : []
  return [
    `${MARK[one.state]} ${nameOf(one)}${sinceOf(one)}${enough === '' ? '' : ` (${enough})`}`,
    ...when.comparisons.map((part) => `      ${lineOf(part)}`),
    ...closing.map((part) => `      turns off: ${printable(phraseComparison(part))}`),
  ]
}

function lineOf(part: Comparison): string {
  const mark = part.holds === null ? '?' : part.holds ? '✓' : '✗'
  return `${mark} ${printable(phraseComparison(part))}`
}

function listState(
  explanations: readonly Explanation[],
  { state, because }: { readonly state: Explanation['state']; readonly because: string },
): string[] {
  const names = explanations.filter((one) => one.state === state).map(nameOf)
  return names.length === 0 ? [] : [`${MARK[state]} ${names.join(', ')}: ${because}`]
}

/** The raw events behind the numbers of a signal: one request each, with every parameter. */
function listEvents({ key, asOf }: ExplainedEntity, one: Explanation): string[] {
  const paths = one.conditions.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ events }) =>
      events === null
        ? []
        : events.names.map((name) => {
            const query = new URLSearchParams({ name, from: events.from, to: events.to, asOf })
            return `      GET /api/v1/accounts/${encodeURIComponent(key)}/events?${query}`
          }),
    ),
  )
  const each = [...new Set(paths)]
  return each.length === 0 || one.level !== 'account' ? [] : ['    The events behind these numbers:', ...each]
}

const DAYS_SHOWN = 10

/** The events and daily counts that made it true when it opened, of the episode that is open or, when it is off, the last one. */
function listEvidence({ signal, level }: Explanation, episodes: readonly EpisodeRow[]): string[] {
  const episode = episodes.find((one) => one.signal === signal && one.entity.level === level)
  const opening = episode?.changes.find(({ what }) => what === 'opened')
  if (opening === undefined) return []
  const lines = opening.evidence.map(phraseEvidence)
  const ended = episode?.closedAt === null ? '' : `, and closed at ${episode?.closedAt}`
  return [`    Opened on ${opening.asOf}${ended}, made true by:`, ...lines.map((line) => `      ${printable(line)}`)]
}

function phraseEvidence(one: EvidenceItem): string {
  switch (one.kind) {
    case 'event': {
      const late = knownLate(one.ts.slice(0, DAY_LENGTH), one.knownAt?.slice(0, DAY_LENGTH) ?? null)
      return `${one.name} by ${one.actor.replace(/^[ua]:/, '')} at ${one.ts}, message ${one.messageId}${late}`
    }
    case 'days': {
      const days = one.days.slice(-DAYS_SHOWN).map(({ day, n, knownDay }) => `${day} (${n}${knownLate(day, knownDay)})`)
      const earlier = one.days.length - days.length
      return `${one.label}: ${earlier > 0 ? `${earlier} earlier days, ` : ''}${days.join(', ')}`
    }
    case 'gauge':
      return `${one.label} ${one.value}: reported on ${one.day}${knownLate(one.day, one.knownDay)}`
    case 'entitlement': {
      const set = one.said === one.limit ? '' : `, as ${one.trait} is ${one.said}`
      return `${one.label}: ${one.limit ?? 'no limit'}${set}, known since ${one.knownAt.slice(0, DAY_LENGTH)}`
    }
  }
}

const DAY_LENGTH = '2026-03-01'.length

/** What became known on the day itself needs no word. */
function knownLate(day: string, knownDay: string | null): string {
  return knownDay === null || knownDay <= day ? '' : `, known since ${knownDay}`
}

function nameOf({ title }: Explanation): string {
  return printable(title)
}

function sinceOf({ sinceDay }: Explanation): string {
  return sinceDay === null ? '' : ` since ${sinceDay}`
}

/** How far a signal is from turning on: its farthest missing number relative to the threshold, for all of them must turn. */
function nearness({ conditions }: Explanation): number {
  const missing = conditions.flatMap(({ role, comparisons }) =>
    role === 'when' ? comparisons.filter(({ holds }) => holds === false) : [],
  )
  return Math.max(
    0,
    ...missing.map(({ distance, threshold }) => (distance ?? 0) / Math.max(1, Math.abs(Number(threshold)))),
  )
}
