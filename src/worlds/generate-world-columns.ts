import { MS_PER_DAY } from '../core/time.ts'
import type { AccountPlan, WorldPlan } from './account-plan.ts'
import type { DaySink, Track } from './day-sink.ts'
import { drawDay } from './draw/draw-day.ts'
import type { Arrival } from './place-arrival.ts'
import type { Bag } from './world-message.ts'

/**
 * The events of one account as columns, copies left out; in the order in which they were drawn (by day, then member). `event`, `actor`, `group` and
 * `properties` are indices into lists that grow as chunks are made and are shared by all of them: an index once given keeps its meaning.
 */
export type WorldColumns = {
  readonly account: string
  readonly rows: number
  readonly ts: Float64Array
  readonly knownAt: Float64Array
  readonly event: Int32Array
  /** The user id, or the anonymous id where there is no user. */
  readonly actor: Int32Array
  /** The account key on the event; -1: none. */
  readonly group: Int32Array
  readonly properties: Int32Array
  readonly messageId: readonly string[]
  readonly lists: ColumnLists
}
export type ColumnLists = {
  readonly events: readonly string[]
  readonly actors: readonly string[]
  readonly groups: readonly string[]
  /** JSON texts. */
  readonly properties: readonly string[]
}

/** The events of a world, account by account: for writing large worlds without building their messages. */
export function* generateWorldColumns(world: WorldPlan): Generator<WorldColumns> {
  const interned: Interned = {
    events: makeList(),
    actors: makeList(),
    groups: makeList(),
    properties: makeList(),
    bags: new Map(),
  }
  const lists: ColumnLists = {
    events: interned.events.texts,
    actors: interned.actors.texts,
    groups: interned.groups.texts,
    properties: interned.properties.texts,
  }
  for (const plan of world.accounts) yield drawColumns(world, plan, { interned, lists })
}

type List = { readonly texts: string[]; readonly places: Map<string, number> }
type Interned = Readonly<Record<keyof ColumnLists, List>> & {
  /** Everyday properties are few objects used again and again; they are told apart by identity, without being written out. */
  readonly bags: Map<Bag, number>
}
type Shared = { readonly interned: Interned; readonly lists: ColumnLists }

function drawColumns(world: WorldPlan, plan: AccountPlan, { interned, lists }: Shared): WorldColumns {
  const { frame } = world
  const startAt = frame.startDay * MS_PER_DAY
  const rows: Rows = { ts: [], knownAt: [], event: [], actor: [], group: [], properties: [], messageId: [] }
  const sink: DaySink = {
    event: (track, arrival) => {
      if (arrival.receivedAt >= startAt && arrival.receivedAt <= frame.end) addRow(rows, interned, track, arrival)
    },
    quiet: () => {},
  }
  const last = Math.min(plan.lastDay, frame.endDay + 1)
  let next = 0
  for (let day = Math.max(plan.firstDay, frame.startDay); day <= last; day++) {
    next = drawDay(world, { plan, day, next }, sink)
  }
  return {
    account: plan.account.id,
    rows: rows.ts.length,
    ts: Float64Array.from(rows.ts),
    knownAt: Float64Array.from(rows.knownAt),
    event: Int32Array.from(rows.event),
    actor: Int32Array.from(rows.actor),
    group: Int32Array.from(rows.group),
    properties: Int32Array.from(rows.properties),
    messageId: rows.messageId,
    lists,
  }
}

type Rows = { readonly [K in 'ts' | 'knownAt' | 'event' | 'actor' | 'group' | 'properties']: number[] } & {
  readonly messageId: string[]
}

function addRow(rows: Rows, interned: Interned, track: Track, arrival: Arrival): void {
  rows.ts.push(arrival.timestamp)
  rows.knownAt.push(arrival.receivedAt)
  rows.event.push(placeOf(interned.events, track.event))
  rows.actor.push(placeOf(interned.actors, track.actor.userId ?? track.actor.anonymousId!))
  rows.group.push(track.context.groupId === undefined ? -1 : placeOf(interned.groups, track.context.groupId))
  rows.properties.push(placeOfBag(interned, track.properties))
  rows.messageId.push(track.id)
}

function placeOfBag(interned: Interned, bag: Bag): number {
  const known = interned.bags.get(bag)
  if (known !== undefined) return known
  const place = placeOf(interned.properties, JSON.stringify(bag))
  // Bags of single happenings are not met again.
  if (interned.bags.size < 1_000) interned.bags.set(bag, place)
  return place
}

function makeList(): List {
  return { texts: [], places: new Map() }
}

function placeOf(list: List, text: string): number {
  const known = list.places.get(text)
  if (known !== undefined) return known
  list.places.set(text, list.texts.length)
  return list.texts.push(text) - 1
}
