import { MS_PER_DAY } from '../core/time.ts'
import type { WorldPlan } from './account-plan.ts'
import type { Delivery } from './arrange-deliveries.ts'
import { arrangeDeliveries } from './arrange-deliveries.ts'
import { describeTruth, type WorldTruth } from './describe-truth.ts'
import { planWorld } from './plan-world.ts'
import type { WorldMessage } from './world-message.ts'
import type { WorldOptions } from './world-options.ts'

export type World = {
  readonly plan: WorldPlan
  /** What really is and happens, never to be seen by what is tested. */
  readonly truth: WorldTruth
  /** Every message received before the world's end, in the order of receipt. May be called again: the same messages. */
  readonly messages: () => Iterable<WorldMessage>
  /** The same with what the way did to each. */
  readonly deliveries: () => Iterable<Delivery>
}

/** The world `saas-base`: accounts, trials and members of the fictional product Taskflow over 18 months. Pure in its options. */
export function generateWorld(options: WorldOptions): World {
  const plan = planWorld(options)
  return {
    plan,
    truth: describeTruth(plan),
    messages: () => messagesOf(plan),
    deliveries: () => deliveriesOf(plan),
  }
}

function* messagesOf(plan: WorldPlan): Generator<WorldMessage> {
  for (const delivery of deliveriesOf(plan)) yield delivery.message
}

function* deliveriesOf(plan: WorldPlan): Generator<Delivery> {
  const { end } = plan.frame
  for (const delivery of arrangeDeliveries(plan, Math.floor(end / MS_PER_DAY) + 2)) {
    if (delivery.at > end) return
    yield delivery
  }
}
