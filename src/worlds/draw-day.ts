import { type Day, type Millis, MS_PER_DAY } from '../core/time.ts'
import type { AccountPlan, Happening, WorldPlan } from './account-plan.ts'
import { firesTwice, noiseBeside, spellEvent, spellProperties } from './add-naming-mess.ts'
import { buildHappening, happeningId } from './build-message.ts'
import { drawUsage, type Use } from './draw-usage.ts'
import { formatInstant } from './format-instant.ts'
import { knownAt } from './list-happenings.ts'
import { actorOf, contextOf } from './name-actor.ts'
import { type Fate, isLost, placeArrival } from './place-arrival.ts'
import { SLOTS } from './place-moment.ts'
import { type StreamKey, uniformAt } from './stream.ts'
import { EVENT_NAMES, type EventName } from './vocabulary.ts'
import type { Bag, WorldMessage } from './world-message.ts'

/** A message at the moment it is received. `copy`: the same message was received before. `fate` tells what the way did to it. */
export type Delivery = {
  readonly at: Millis
  readonly message: WorldMessage
  readonly copy: boolean
  readonly fate: Fate
}
export type Deliver = (delivery: Delivery) => void

/** Everything an account sends that belongs to one nominal day: its everyday use, and the happenings from `next` on that fall before the day's end. Returns where the happenings stand. */
export function drawDay(world: WorldPlan, plan: AccountPlan, at: { day: Day; next: number }, deliver: Deliver): number {
  drawUsage(world, plan, at.day, (use) => deliverUse(world, plan, use, deliver))
  const until = (at.day + 1) * MS_PER_DAY
  let next = at.next
  for (; next < plan.happenings.length && knownAt(plan.happenings[next]!) < until; next++) {
    deliverHappening(world, plan, plan.happenings[next]!, deliver)
  }
  return next
}

function deliverUse(world: WorldPlan, plan: AccountPlan, use: Use, deliver: Deliver): void {
  const { member, day, n, at, properties } = use
  const { mechanisms, renameDay } = world.frame
  const slot = SLOTS.mess + 8 * n
  const id = `m${plan.account.index.toString(36)}.${member.index.toString(36)}-${day.toString(36)}-${n.toString(36)}`
  const track: Track = {
    event: use.event,
    canonical: use.event,
    id,
    actor: actorOf(member, day, uniformAt(member.key, day, slot + 2)),
    context: contextOf(plan, member, day),
    properties,
  }
  const sent: Sent = { key: member.key, block: day, n, at }
  if (!mechanisms.namingMess) {
    deliverTrack(world, sent, track, deliver)
    return
  }
  const on = { day, renameDay }
  track.event = spellEvent(use.event, uniformAt(member.key, day, slot), on)
  deliverTrack(world, sent, track, deliver)
  if (firesTwice(use.event, on)) {
    deliverTrack(world, { ...sent, n: n + 4_096, at: at + 40 }, { ...track, event: use.event, id: `${id}.d` }, deliver)
  }
  const noise = noiseBeside(uniformAt(member.key, day, slot + 1))
  if (noise === null) return
  deliverTrack(
    world,
    { ...sent, n: n + 8_192, at: at + 80 },
    { ...track, event: noise, canonical: null, id: `${id}.x` },
    deliver,
  )
}

type Track = {
  event: string
  readonly canonical: EventName | null
  readonly id: string
  readonly actor: { readonly userId?: string; readonly anonymousId?: string }
  readonly context: { readonly groupId?: string }
  readonly properties: Bag
}
type Sent = { readonly key: StreamKey; readonly block: number; readonly n: number; readonly at: Millis }

function deliverTrack(world: WorldPlan, sent: Sent, track: Track, deliver: Deliver): void {
  const { mechanisms, outages } = world.frame
  if (isLost(track.canonical, sent, outages)) return
  const { timestamp, receivedAt, copyAt, fate } = placeArrival(sent, mechanisms)
  const message: WorldMessage = {
    type: 'track',
    event: track.event,
    messageId: track.id,
    ...track.actor,
    timestamp: formatInstant(timestamp),
    receivedAt: formatInstant(receivedAt),
    context: track.context,
    properties: track.properties,
  }
  deliver({ at: receivedAt, message, copy: false, fate })
  if (copyAt === null) return
  deliver({ at: copyAt, message: { ...message, receivedAt: formatInstant(copyAt) }, copy: true, fate })
}

function deliverHappening(world: WorldPlan, plan: AccountPlan, happening: Happening, deliver: Deliver): void {
  if (happening.kind === 'track' || happening.kind === 'visit') {
    deliverEvent(world, plan, happening, deliver)
    return
  }
  const at = knownAt(happening) + 300
  deliver({ at, message: buildHappening(plan, happening, at), copy: false, fate: 'on time' })
}

/** The numbers of a happening's way hang on its second and its event, so that no other happening can move them. */
function deliverEvent(
  world: WorldPlan,
  plan: AccountPlan,
  it: Happening & { kind: 'track' | 'visit' },
  deliver: Deliver,
): void {
  const { event, at } = it
  const number = EVENT_NAMES.indexOf(event)
  const sent = { key: plan.account.key, block: Math.floor(at / 1_000), n: number, at }
  const u = uniformAt(sent.key, sent.block, SLOTS.mess + 8 * number)
  const day = Math.floor(at / MS_PER_DAY)
  const mess = world.frame.mechanisms.namingMess
  const track = {
    event: mess ? spellEvent(event, u, { day, renameDay: world.frame.renameDay }) : event,
    canonical: event,
    id: happeningId(plan, it),
    properties: mess ? spellProperties(it.properties, u) : it.properties,
    actor: it.kind === 'visit' ? { anonymousId: it.device } : { userId: it.member.person.userId },
    context: it.kind === 'visit' ? {} : contextOf(plan, it.member, day),
  }
  deliverTrack(world, sent, track, deliver)
}
