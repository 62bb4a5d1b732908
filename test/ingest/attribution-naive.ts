import type { Exclusion } from '../../src/config/model.ts'
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

/**
 * Which events are out of every number: by what they say, or by what all messages together say of their person or account. Of a property the last one said holds; of two
 * that are joined, what the userId's person knew holds, and what it did not know is taken over as it was then.
 */
export function naiveExcluded(
  messages: readonly NormalisedMessage[],
  accounts: ReadonlyMap<number, string | null>,
  rules: readonly Exclusion[],
): Set<number> {
  const told = naiveTraits(messages)
  const root = naivePersons(messages)
  const named = new Set(rules.flatMap((rule) => (rule.kind === 'id' ? rule.ids.map((id) => `${rule.of} ${id}`) : [])))
  const byTraits = (subject: string): boolean =>
    rules.some((rule) => rule.kind === 'trait' && told.get(`${subject} ${rule.key}`)?.value === rule.value)
  const outActors = [...new Set([...messages.map(actorOf), ...root.keys(), ...root.values()])].filter((actor) =>
    named.has(`user ${actor.slice(2)}`),
  )
  const outPersons = new Set(outActors.map((actor) => root.get(actor) ?? actor))
  const out = new Set<number>()
  for (const m of messages) {
    if (m.type !== 'event') continue
    const person = root.get(actorOf(m)) ?? actorOf(m)
    const account = accounts.get(m.n)!
    const isOut =
      m.excluded ||
      outPersons.has(person) ||
      byTraits(person) ||
      (account !== null && (named.has(`account ${account}`) || byTraits(`@${account}`)))
    if (isOut) out.add(m.n)
  }
  return out
}

type Told = { readonly value: unknown; readonly from: Millis }

/** What is known last of each subject (a person as joined so far, an account under @), by property. */
function naiveTraits(messages: readonly NormalisedMessage[]): Map<string, Told> {
  const told = new Map<string, Told>()
  const say = (key: string, value: unknown, from: Millis): void => {
    const known = told.get(key)
    // What is said again changes nothing, not even since when it holds: docs/decisions/0014.
    if (known !== undefined && known.value === value && from >= known.from) return
    if (known === undefined || from >= known.from) told.set(key, { value, from })
  }
  messages.forEach((m, i) => {
    if (m.type === 'event' || m.type === 'membership') return
    const [before, after] = [naivePersons(messages.slice(0, i)), naivePersons(messages.slice(0, i + 1))]
    for (const [actor, person] of after) {
      if (before.get(actor) === person || before.has(actor)) continue
      for (const [key, one] of [...told])
        if (key.startsWith(`${actor} `) && !told.has(key.replace(actor, person)))
          told.set(key.replace(actor, person), one)
    }
    if (m.type !== 'identify' && m.type !== 'group') return
    const subject = m.type === 'group' ? `@${m.accountKey}` : (after.get(actorOf(m)) ?? actorOf(m))
    for (const [name, value] of Object.entries(m.traits)) say(`${subject} ${name}`, value, m.ts)
  })
  return told
}
