import type { Millis } from '../../src/core/time.ts'
import type { NormalisedMessage } from '../../src/store/analytic/message.ts'

/**
 * The slow truth: reads the whole list of messages and says, for every event, where it belongs now. No state, no moves.
 */
export function naiveAccounts(messages: readonly NormalisedMessage[], reachesBack: Millis): Map<number, string | null> {
  const root = naivePersons(messages)
  const spans = naiveMemberships(messages)
  const answer = new Map<number, string | null>()
  for (const message of messages) {
    if (message.type !== 'event') continue
    if (message.accountKey !== null) {
      answer.set(message.n, message.accountKey)
      continue
    }
    const person = root.get(actorOf(message)) ?? actorOf(message)
    const own = spans.filter(
      (span) => (root.get(span.actor) ?? span.actor) === person && (span.to === null || span.to > span.from),
    )
    const now = new Set(
      own.filter((s) => s.from <= message.ts && (s.to === null || message.ts < s.to)).map((s) => s.account),
    )
    const start = Math.min(...own.map((s) => s.from))
    const firsts = new Set(own.filter((s) => s.from === start).map((s) => s.account))
    const early = now.size === 0 && message.ts < start && start - message.ts <= reachesBack
    const only = early ? firsts : now
    answer.set(message.n, only.size === 1 ? [...only][0]! : null)
  }
  return answer
}

export const actorOf = (m: NormalisedMessage) => (m.userId === null ? `a:${m.anonymousId}` : `u:${m.userId}`)

/** Plain sets of actors, merged one message after the other. */
export function naivePersons(messages: readonly NormalisedMessage[]): Map<string, string> {
  const root = new Map<string, string>()
  const join = (actor: string, into: string) => {
    const target = root.get(into) ?? into
    if (root.has(actor) || actor === target) return
    for (const [key, value] of [...root]) if (value === actor) root.set(key, target)
    root.set(actor, target)
  }
  for (const m of messages) {
    if (m.type === 'identify' && m.userId !== null && m.anonymousId !== null)
      join(`a:${m.anonymousId}`, `u:${m.userId}`)
    if (m.type === 'alias') {
      join(`a:${m.previousId}`, `u:${m.userId}`)
      join(`u:${m.previousId}`, `u:${m.userId}`)
    }
  }
  return root
}

type Span = { actor: string; account: string; from: Millis; to: Millis | null }

/** Who was in which account from when to when: read in order of arrival, by person as known at each message. */
function naiveMemberships(messages: readonly NormalisedMessage[]): Span[] {
  const spans: Span[] = []
  messages.forEach((m, i) => {
    const opens = m.type === 'group' || (m.type === 'membership' && m.change === 'added')
    const closes = m.type === 'membership' && m.change === 'removed'
    if (!opens && !closes) return
    const root = naivePersons(messages.slice(0, i + 1))
    const person = root.get(actorOf(m)) ?? actorOf(m)
    const same = spans.filter((s) => (root.get(s.actor) ?? s.actor) === person && s.account === m.accountKey)
    const inside = same.filter((s) => s.from <= m.ts && (s.to === null || m.ts < s.to))
    if (closes) for (const span of inside) span.to = m.ts
    if (!opens || inside.length > 0) return
    const later = same.filter((s) => s.from > m.ts).map((s) => s.from)
    spans.push({
      actor: person,
      account: m.accountKey!,
      from: m.ts,
      to: later.length === 0 ? null : Math.min(...later),
    })
  })
  return spans
}
