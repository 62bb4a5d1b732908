import { type Millis, MS_PER_DAY } from '../core/time.ts'
import type { AccountPlan, Happening, QuietHappening } from './account-plan.ts'
import type { Track } from './day-sink.ts'
import { formatInstant } from './format-instant.ts'
import { groupOf } from './name-actor.ts'
import { EVENT_NAMES, PLANS } from './vocabulary.ts'
import type { SubscriptionRecord, TrackMessage, WorldMessage } from './world-message.ts'

/** An event on the wire, received at `receivedAt` (its copy: later). */
export function buildTrack(track: Track, timestamp: Millis, receivedAt: Millis): TrackMessage {
  return {
    type: 'track',
    event: track.event,
    messageId: track.id,
    ...track.actor,
    timestamp: formatInstant(timestamp),
    receivedAt: formatInstant(receivedAt),
    context: track.context,
    properties: track.properties,
  }
}

/** The message of a happening that is no event. */
export function buildHappening(plan: AccountPlan, happening: QuietHappening, receivedAt: Millis): WorldMessage {
  const messageId = happeningId(plan, happening)
  const times = { messageId, timestamp: formatInstant(happening.at), receivedAt: formatInstant(receivedAt) }
  switch (happening.kind) {
    case 'identify': {
      const { userId, name, email, title, createdAt } = happening.member.person
      const traits = { name, email, title, createdAt: formatInstant(createdAt) }
      const joined = happening.device === null ? {} : { anonymousId: happening.device }
      return { type: 'identify', ...times, userId, ...joined, traits }
    }
    case 'group': {
      const { member } = happening
      const groupId = happening.accountId ?? groupOf(plan, member, Math.floor(receivedAt / MS_PER_DAY))
      return { type: 'group', ...times, userId: member.person.userId, groupId, traits: happening.traits }
    }
    case 'subscription':
      return buildSubscription(plan, happening, times)
  }
}

type Times = Pick<WorldMessage, 'messageId' | 'timestamp' | 'receivedAt'>

function buildSubscription(
  plan: AccountPlan,
  it: QuietHappening & { kind: 'subscription' },
  times: Times,
): SubscriptionRecord {
  const { terms, closing } = it
  const cancelled = closing && terms.cancelDecidedOn !== null
  return {
    type: 'subscription',
    ...times,
    groupId: plan.account.id,
    subscriptionId: terms.subscriptionId,
    plan: PLANS[terms.planIndex]!.name,
    mrrMinor: terms.mrrMinor,
    currency: plan.account.country.currency,
    from: formatInstant(terms.from * MS_PER_DAY),
    to: closing && terms.to !== null ? formatInstant(terms.to * MS_PER_DAY) : null,
    cancelDecidedAt: cancelled ? times.timestamp : null,
  }
}

const MARKS = { identify: 'i', group: 'g', subscription: 's', visit: 'v', track: 't' } as const

/** Hangs on what happened and when, not on how many things happened before it. */
export function happeningId(plan: AccountPlan, happening: Happening): string {
  const what = happening.kind === 'track' || happening.kind === 'visit' ? EVENT_NAMES.indexOf(happening.event) : ''
  const who = 'member' in happening ? happening.member.index.toString(36) : ''
  return `h${plan.account.index.toString(36)}.${who}-${MARKS[happening.kind]}${what}-${happening.at.toString(36)}`
}
