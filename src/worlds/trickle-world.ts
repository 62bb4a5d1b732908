import { type Stream, stream, uniform } from '../core/stream.ts'
import { type Millis, MS_PER_DAY } from '../core/time.ts'
import type { WorldPlan } from './account-plan.ts'
import { isMember } from './draw/draw-member.ts'
import { chooseEvent, chooseProperties } from './draw/draw-usage.ts'
import { formatInstant } from './format-instant.ts'
import { healthOn } from './measure-health.ts'
import { exponential } from './sample.ts'
import type { LiveMember, StoryStep } from './story.ts'
import { tellStory } from './tell-story.ts'
import type { WorldMessage } from './world-message.ts'

/** A message to be sent when the clock shows `dueAt`. */
export type LiveMessage = { readonly dueAt: Millis; readonly message: WorldMessage }

export type TrickleOptions = {
  /** The clock's reading at the start. */
  readonly from: Millis
  /** How many times as often as every 3 s something everyday happens, on average; default 1. */
  readonly pace?: number
}

const MEAN_GAP_MS = 3_000
/** About one story in this many everyday events; the first comes soon. */
const STORY_EVERY = 25

/** What a world's customers do after its end, for as long as it is asked: everyday use, and now and then a story that makes a signal fire. In order of `dueAt`; two trickles from different moments share no message id. */
export function* trickleWorld(world: WorldPlan, { from, pace = 1 }: TrickleOptions): Generator<LiveMessage> {
  const source = stream(world.frame.seed, 'trickle', from)
  const present = listPresent(world)
  if (present.members.length === 0) return
  const run = from.toString(36)
  let waiting: StoryStep[] = []
  let at = from
  let sent = 0
  for (let n = 0; ; n++) {
    at += Math.ceil(exponential(source, MEAN_GAP_MS / pace))
    const due = waiting.filter((step) => step.dueAt <= at)
    for (const step of due) yield finish(step, `live-${run}-${sent++}`)
    if (due.length > 0) waiting = waiting.filter((step) => step.dueAt > at)
    yield finish(everyday(source, present, at), `live-${run}-${sent++}`)
    if (n % STORY_EVERY !== 5) continue
    waiting = [...waiting, ...tellStory({ world, source, members: present.members, at, number: n, run })]
    waiting.sort((a, b) => a.dueAt - b.dueAt)
  }
}

type Present = { readonly members: readonly LiveMember[]; readonly upTo: Float64Array }

/** Members of accounts that are customers and in use at the world's end, with their shares of the activity added up. */
function listPresent({ frame, accounts }: WorldPlan): Present {
  const on = Math.floor(frame.end / MS_PER_DAY)
  const members: LiveMember[] = []
  const upTo: number[] = []
  let total = 0
  for (const plan of accounts) {
    const health = plan.paid === null ? 0 : healthOn(plan.paid, on)
    if (health < 0.3) continue
    for (const member of plan.members) {
      if (!isMember(member, on)) continue
      total += health * plan.pace * member.vigour
      members.push({ plan, member })
      upTo.push(total)
    }
  }
  return { members, upTo: Float64Array.from(upTo) }
}

function everyday(source: Stream, { members, upTo }: Present, at: Millis): StoryStep {
  const { plan, member } = members[firstAbove(upTo, uniform(source) * upTo.at(-1)!)]!
  const event = chooseEvent(member.role, false, uniform(source))
  const properties = chooseProperties(event, uniform(source))
  const context = member.regroup === null ? plan.context : member.regroup.context
  return { dueAt: at, content: { type: 'track', event, userId: member.person.userId, context, properties } }
}

function firstAbove(upTo: Float64Array, level: number): number {
  let [low, high] = [0, upTo.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (upTo[middle]! > level) high = middle
    else low = middle + 1
  }
  return low
}

function finish({ dueAt, content }: StoryStep, messageId: string): LiveMessage {
  const instant = formatInstant(dueAt)
  return { dueAt, message: { ...content, messageId, timestamp: instant, receivedAt: instant } }
}
