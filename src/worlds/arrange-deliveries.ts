import { type Day, type Millis, MS_PER_DAY } from '../core/time.ts'
import type { WorldPlan } from './account-plan.ts'
import { buildHappening, buildTrack } from './build-message.ts'
import type { DaySink } from './day-sink.ts'
import { drawDay } from './draw/draw-day.ts'
import { knownAt } from './list-happenings.ts'
import type { Fate } from './place-arrival.ts'
import type { WorldMessage } from './world-message.ts'

/** A message at the moment it is received. `copy`: the same message was received before. `fate`: what the way did to it. */
export type Delivery = {
  readonly at: Millis
  readonly message: WorldMessage
  readonly copy: boolean
  readonly fate: Fate
}

/** Everything received from the world's start to the end of the day before `toDay`, in the order of receipt. Memory holds the messages of two days and those on their way, whatever the size of the world. */
export function* arrangeDeliveries(world: WorldPlan, toDay: Day): Generator<Delivery> {
  const buckets = new Map<Day, Delivery[]>()
  const sink = sinkInto((delivery) => {
    const day = Math.floor(delivery.at / MS_PER_DAY)
    if (day < world.frame.startDay) return
    const bucket = buckets.get(day)
    if (bucket === undefined) buckets.set(day, [delivery])
    else bucket.push(delivery)
  })
  const next = new Uint32Array(world.accounts.length)
  for (let day = world.frame.startDay; day < toDay; day++) {
    for (const [i, plan] of world.accounts.entries()) {
      if (day >= plan.firstDay && day <= plan.lastDay) next[i] = drawDay(world, { plan, day, next: next[i]! }, sink)
    }
    // A local day reaches at most one day back in UTC, so the day before this one is complete.
    yield* takeBucket(buckets, day - 1)
  }
  yield* takeBucket(buckets, toDay - 1)
}

function sinkInto(deliver: (delivery: Delivery) => void): DaySink {
  return {
    event: (track, { timestamp, receivedAt, copyAt, fate }) => {
      deliver({ at: receivedAt, message: buildTrack(track, timestamp, receivedAt), copy: false, fate })
      if (copyAt === null) return
      deliver({ at: copyAt, message: buildTrack(track, timestamp, copyAt), copy: true, fate })
    },
    quiet: (plan, happening) => {
      const at = knownAt(happening) + 300
      deliver({ at, message: buildHappening(plan, happening, at), copy: false, fate: 'on time' })
    },
  }
}

function takeBucket(buckets: Map<Day, Delivery[]>, day: Day): Delivery[] {
  const bucket = buckets.get(day) ?? []
  buckets.delete(day)
  return bucket.sort((a, b) => a.at - b.at)
}
