import { type StreamKey, uniformAt } from '../../core/stream.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { AccountPlan, EventHappening, WorldPlan } from '../account-plan.ts'
import { firesTwice, noiseBeside, spellEvent, spellProperties } from '../add-naming-mess.ts'
import { happeningId } from '../build-message.ts'
import type { DaySink, Track } from '../day-sink.ts'
import { knownAt } from '../list-happenings.ts'
import { actorOf, contextOf } from '../name-actor.ts'
import { isLost, placeArrival } from '../place-arrival.ts'
import { SLOTS } from '../place-moment.ts'
import { EVENT_NAMES } from '../vocabulary.ts'
import { type AccountDay, drawUsage, type Use } from './draw-usage.ts'

/** Everything an account sends that belongs to one nominal day: its everyday use, and the happenings from `next` on that fall before the day's end. Returns where the happenings stand. */
export function drawDay(world: WorldPlan, at: AccountDay & { readonly next: number }, sink: DaySink): number {
  const { plan } = at
  drawUsage(world, at, (use) => deliverUse(world, plan, use, sink))
  const until = (at.day + 1) * MS_PER_DAY
  let next = at.next
  for (; next < plan.happenings.length && knownAt(plan.happenings[next]!) < until; next++) {
    const happening = plan.happenings[next]!
    if (happening.kind === 'track' || happening.kind === 'visit') deliverEvent(world, plan, happening, sink)
    else sink.quiet(plan, happening)
  }
  return next
}

function deliverUse(world: WorldPlan, plan: AccountPlan, use: Use, sink: DaySink): void {
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
    deliverTrack(world, sent, track, sink)
    return
  }
  const on = { day, renameDay }
  track.event = spellEvent(use.event, uniformAt(member.key, day, slot), on)
  deliverTrack(world, sent, track, sink)
  if (firesTwice(use.event, on)) {
    deliverTrack(world, { ...sent, n: n + 4_096, at: at + 40 }, { ...track, event: use.event, id: `${id}.d` }, sink)
  }
  const noise = noiseBeside(uniformAt(member.key, day, slot + 1))
  if (noise === null) return
  deliverTrack(
    world,
    { ...sent, n: n + 8_192, at: at + 80 },
    { ...track, event: noise, canonical: null, id: `${id}.x` },
    sink,
  )
}

type Sent = { readonly key: StreamKey; readonly block: number; readonly n: number; readonly at: Millis }

function deliverTrack(world: WorldPlan, sent: Sent, track: Track, sink: DaySink): void {
  if (!isLost(track.canonical, sent, world.frame.outages)) sink.event(track, placeArrival(sent, world.frame.mechanisms))
}

/** The numbers of a happening's way hang on its second and its event, so that no other happening can move them. */
function deliverEvent(world: WorldPlan, plan: AccountPlan, it: EventHappening, sink: DaySink): void {
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
  deliverTrack(world, sent, track, sink)
}
