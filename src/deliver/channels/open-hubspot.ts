import type { Channel, Outcome, Outgoing } from '../channel.ts'
import type { GuardedAnswer, GuardedFetch } from '../guarded-fetch.ts'
import { idOfKey } from '../id-of-key.ts'
import { judgeHttp } from '../judge-http.ts'
import type { Traits } from '../message.ts'

export type HubspotChannel = {
  readonly name: string
  readonly api: string
  readonly token: string
  /** The property of companies that has the id of the account: HubSpot keeps it unique. */
  readonly idProperty: string
  /** By trait the property it is written to; others go to `telltale_` and their name. */
  readonly properties: Readonly<Record<string, string>>
}

/** HubSpot takes so many companies in one request. */
const BATCH = 100
/** It repeats what it was told of each. */
const ANSWER_BYTES = 1_000_000
/** When the requests of a day are used up. */
const DAILY_WAIT_MS = 3_600_000

/** What is known of accounts, written to the companies of HubSpot, which are made where there are none. */
export function openHubspot(channel: HubspotChannel, { fetch }: Pick<GuardedFetch, 'fetch'>): Channel {
  const { name, api, token } = channel
  const url = `${api}/crm/v3/objects/companies/batch/upsert`
  const headers = {
    ...{ 'content-type': 'application/json', 'user-agent': 'telltale', authorization: `Bearer ${token}` },
  }
  const sendPart = async (inputs: readonly Input[], at: number, stop: AbortSignal): Promise<Map<string, Outcome>> => {
    const body = JSON.stringify({ inputs })
    const answer = await fetch({ url, method: 'POST', headers, body, answerBytes: ANSWER_BYTES }, stop)
    const found = judgeBatch(answer, inputs, at)
    if (found !== null) return found
    // The whole batch was refused for one of them: each by itself says which.
    const each = new Map<string, Outcome>()
    for (const input of inputs) for (const [id, outcome] of await sendPart([input], at, stop)) each.set(id, outcome)
    return each
  }
  return {
    ...{ name, concurrency: 1, batch: BATCH, close: () => {} },
    send: async (messages, stop) => {
      const inputs = toInputs(messages, channel)
      const at = messages[0]!.at
      const became = inputs.length === 0 ? new Map<string, Outcome>() : await sendPart(inputs, at, stop)
      return messages.map(({ message }) =>
        isCompany(message) ? became.get(message.id)! : refused(null, 'this channel takes what is known of accounts'),
      )
    },
  }
}

type Input = {
  readonly id: string
  readonly idProperty: string
  readonly objectWriteTraceId: string
  readonly properties: Readonly<Record<string, string>>
}

function isCompany(message: Outgoing['message']): message is Traits {
  return message.kind === 'traits' && message.of === 'account'
}

/** One for each account: HubSpot refuses a batch in which one comes twice. What was decided later counts. */
function toInputs(messages: readonly Outgoing[], { idProperty, properties }: HubspotChannel): Input[] {
  const inputs = new Map<string, Input>()
  for (const { key, message } of messages) {
    if (!isCompany(message)) continue
    const written = Object.entries(message.traits).map(([trait, value]) => [
      ...[propertyOf(trait, properties), value === null ? '' : String(value)],
    ])
    inputs.set(message.id, {
      ...{ id: message.id, idProperty, objectWriteTraceId: idOfKey(key) },
      properties: { ...inputs.get(message.id)?.properties, ...Object.fromEntries(written) },
    })
  }
  return [...inputs.values()]
}

/** `seatsUsed` → `telltale_seats_used`: HubSpot has small letters, digits and underscores only. */
function propertyOf(trait: string, properties: HubspotChannel['properties']): string {
  if (Object.hasOwn(properties, trait)) return properties[trait]!
  const name = trait.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase()
  return `telltale_${name.replaceAll(/[^a-z\d]+/g, '_')}`
}

type Said = {
  readonly message?: unknown
  readonly category?: unknown
  readonly policyName?: unknown
  readonly errors?: readonly (Said & { readonly context?: { readonly objectWriteTraceId?: readonly unknown[] } })[]
  readonly results?: readonly { readonly objectWriteTraceId?: unknown }[]
}

/** What became of each, by account; null: the batch was refused as a whole, and it is not said for which of them. */
function judgeBatch(answer: GuardedAnswer, inputs: readonly Input[], at: number): Map<string, Outcome> | null {
  const said = answer.kind === 'answer' ? readSaid(answer.body) : {}
  const all = (outcome: Outcome) => new Map(inputs.map(({ id }) => [id, outcome]))
  if (answer.kind === 'answer' && answer.status === 207)
    return new Map(inputs.map((input) => [input.id, judgeOne(input, said)]))
  const words = answer.kind === 'answer' && answer.status >= 300 ? wordsOf(said) : ''
  const outcome = judgeHttp(answer, { at, never: [400, 413], said: words })
  if (outcome.kind === 'refused') return inputs.length > 1 ? null : all(outcome)
  if (outcome.kind !== 'again') return all(outcome)
  // Somebody else writes the same company right now.
  if (outcome.status === 409) return inputs.length > 1 ? null : all({ ...outcome, whose: 'message' })
  const daily = outcome.status === 429 && said.policyName === 'DAILY' && outcome.wait === null
  return all(daily ? { ...outcome, wait: DAILY_WAIT_MS } : outcome)
}

/** Of a batch that was taken in part. */
function judgeOne({ objectWriteTraceId }: Input, { results = [], errors = [] }: Said): Outcome {
  if (results.some((one) => one.objectWriteTraceId === objectWriteTraceId))
    return { kind: 'delivered', status: 207, detail: 'HTTP 207, this one taken' }
  const error = errors.find((one) => one.context?.objectWriteTraceId?.includes(objectWriteTraceId))
  const later = error === undefined || ['RATE_LIMITS', 'CONFLICT', 'INTERNAL_ERROR'].includes(String(error.category))
  const detail = `HTTP 207: ${error === undefined ? 'it is not said what became of this one' : wordsOf(error)}`
  return later ? { kind: 'again', status: 207, detail, wait: null, whose: 'message' } : refused(207, detail)
}

function refused(status: number | null, detail: string): Outcome {
  return { kind: 'refused', status, detail, suppress: null }
}

function wordsOf({ category, message }: Said): string {
  return [category, message]
    .filter((part) => typeof part === 'string')
    .join(', ')
    .slice(0, 500)
}

function readSaid(body: string): Said {
  try {
    const said: unknown = JSON.parse(body)
    return typeof said === 'object' && said !== null ? said : {}
  } catch {
    return {}
  }
}
