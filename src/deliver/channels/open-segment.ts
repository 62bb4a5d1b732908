import type { Channel, Outcome, Outgoing } from '../channel.ts'
import type { GuardedFetch } from '../guarded-fetch.ts'
import { idOfKey } from '../id-of-key.ts'
import { judgeHttp } from '../judge-http.ts'
import type { Happening, Message, Traits } from '../message.ts'

/** `url`: what `/v1/batch` is under. */
export type SegmentChannel = { readonly name: string; readonly url: string; readonly writeKey: string }

/** Bytes of one event, and of one request: Segment refuses 32 KB and 500 KB. */
const EVENT_BYTES = 32_000
const BATCH_BYTES = 450_000
/** Never taken as they are: malformed, too large. */
const NEVER = [400, 413, 422]

/** What happens as `track`, what is known of users and accounts as `identify` and `group`, to whatever understands Segment's protocol. A message has the same id at every attempt. */
export function openSegment({ name, url, writeKey }: SegmentChannel, { fetch }: Pick<GuardedFetch, 'fetch'>): Channel {
  const headers = {
    ...{ 'content-type': 'application/json', 'user-agent': 'telltale' },
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
  }
  const sendPart = async (part: readonly Ready[], stop: AbortSignal): Promise<Outcome[]> => {
    const at = part[0]!.at
    const body = `{"batch":[${part.map(({ event }) => event).join(',')}],"sentAt":"${new Date(at).toISOString()}"}`
    const answer = await fetch({ url: `${url}/v1/batch`, method: 'POST', headers, body }, stop)
    const outcome = judgeHttp(answer, { at, never: NEVER })
    if (outcome.kind !== 'refused' || part.length === 1) return part.map(() => outcome)
    // One of them is at fault: each by itself says which.
    const each: Outcome[] = []
    for (const one of part) each.push(...(await sendPart([one], stop)))
    return each
  }
  return {
    ...{ name, concurrency: 2, batch: 100, close: () => {} },
    send: async (messages, stop) => {
      const read = messages.map(toReady)
      const became = new Map<Ready, Outcome>()
      for (const part of parts(read.filter((one) => 'event' in one))) {
        const outcomes = await sendPart(part, stop)
        for (const [i, one] of part.entries()) became.set(one, outcomes[i]!)
      }
      return read.map((one) => ('event' in one ? became.get(one)! : one))
    },
  }
}

/** An event as it is sent, in JSON. */
type Ready = { readonly event: string; readonly at: number }

function toReady({ key, message, at }: Outgoing): Ready | Outcome {
  const said = toEvent(message)
  if (said === null) return refused('it is for people: this channel takes what happens and what is known')
  const event = JSON.stringify({ ...said, messageId: `telltale-${idOfKey(key)}` })
  return Buffer.byteLength(event) > EVENT_BYTES ? refused(`it has more than ${EVENT_BYTES} bytes`) : { event, at }
}

function refused(detail: string): Outcome {
  return { kind: 'refused', status: null, detail, suppress: null }
}

function toEvent(message: Message): object | null {
  switch (message.kind) {
    case 'happening':
      return toTrack(message)
    case 'traits':
      return toTraits(message)
    case 'note':
    case 'letter':
    case 'prompt':
      return null
  }
}

function toTrack({ type, at, user, account, data }: Happening): object {
  const context = { ...LIBRARY, ...(account === null ? {} : { groupId: account }) }
  return { type: 'track', event: type, ...whoOf(user, account), properties: data, context, timestamp: at }
}

function toTraits({ of, id, at, traits }: Traits): object {
  const said = { traits, context: LIBRARY, timestamp: at }
  return of === 'user'
    ? { type: 'identify', userId: id, ...said }
    : { type: 'group', groupId: id, ...whoOf(null, id), ...said }
}

const LIBRARY = { library: { name: 'telltale' } }

/** The protocol wants somebody in every message; of an account alone that is nobody else's id. */
function whoOf(user: string | null, account: string | null): object {
  return user === null ? { anonymousId: `telltale:${account ?? ''}` } : { userId: user }
}

function parts(events: readonly Ready[]): Ready[][] {
  const found: Ready[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const one of events) {
    const size = Buffer.byteLength(one.event) + 1
    if (bytes + size > BATCH_BYTES) {
      found.push([])
      bytes = 0
    }
    found.at(-1)!.push(one)
    bytes += size
  }
  return found
}
