import { type Day, MS_PER_DAY } from '../core/time.ts'
import type { WorldPlan } from './account-plan.ts'
import { type Delivery, drawDay } from './draw-day.ts'

/** Everything received from the world's start to the end of the day before `toDay`, in the order of receipt. Memory holds the messages of a day and those on their way, whatever the size of the world. */
export function* arrangeDeliveries(world: WorldPlan, toDay: Day): Generator<Delivery> {
  const buckets = new Map<Day, Delivery[]>()
  const deliver = (delivery: Delivery): void => {
    const day = Math.floor(delivery.at / MS_PER_DAY)
    if (day < world.frame.startDay) return
    const bucket = buckets.get(day)
    if (bucket === undefined) buckets.set(day, [delivery])
    else bucket.push(delivery)
  }
  const next = new Uint32Array(world.accounts.length)
  for (let day = world.frame.startDay; day < toDay; day++) {
    for (const [i, plan] of world.accounts.entries()) {
      if (day < plan.firstDay || day > plan.lastDay) continue
      next[i] = drawDay(world, plan, { day, next: next[i]! }, deliver)
    }
    // A local day reaches at most one day back in UTC, so the day before this one is complete.
    yield* takeBucket(buckets, day - 1)
  }
  yield* takeBucket(buckets, toDay - 1)
}

function takeBucket(buckets: Map<Day, Delivery[]>, day: Day): Delivery[] {
  const bucket = buckets.get(day) ?? []
  buckets.delete(day)
  return bucket.sort((a, b) => a.at - b.at)
}
