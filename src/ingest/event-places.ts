import { type AttributedColumns, type EventColumns, keptRows, pickRows } from '../store/analytic/event-columns.ts'

/** The events of a batch while it is decided, row by row, where each belongs. */
export type EventPlaces = {
  /** Their flags and warnings may get more bits. */
  readonly columns: EventColumns
  /** The names of the batch, and what events beyond the cap are called instead. */
  readonly names: string[]
  readonly name: Int32Array<ArrayBuffer>
  /** Where among the names the one of those beyond the cap is; −1: there were none yet. */
  other: number
  /** By index of the name: 1 once it is known to be within the cap. */
  readonly isWithinCap: Uint8Array
  /** By index of the actor: its number in the state, −1: not looked up yet. */
  readonly actors: Int32Array
  /** Accounts that events of the batch belong to. */
  readonly accounts: Map<string, number>
  /** Of each the earliest time that events of the batch found it seen at; it may have become an earlier one since. */
  readonly accountsSeen: number[]
  readonly account: Int32Array<ArrayBuffer>
  readonly noAccount: Int32Array<ArrayBuffer>
  /** 1: the event is refused after all. */
  readonly drop: Uint8Array
}

export function startPlaces(columns: EventColumns): EventPlaces {
  const { rows, name, actor } = columns
  return {
    columns,
    names: [...name.values],
    name: name.index,
    other: -1,
    isWithinCap: new Uint8Array(name.values.length),
    actors: new Int32Array(actor.values.length).fill(-1),
    accounts: new Map(),
    accountsSeen: [],
    account: new Int32Array(rows).fill(-1),
    noAccount: new Int32Array(rows),
    drop: new Uint8Array(rows),
  }
}

/** The number of an account among those of the batch. */
export function numberOfAccount({ accounts, accountsSeen }: EventPlaces, account: string): number {
  const known = accounts.get(account)
  if (known !== undefined) return known
  accounts.set(account, accountsSeen.length)
  return accountsSeen.push(Number.NaN) - 1
}

export function placedEvents({
  columns,
  names,
  name,
  accounts,
  account,
  noAccount,
  drop,
}: EventPlaces): AttributedColumns {
  const placed: AttributedColumns = {
    ...columns,
    name: { values: names, index: name },
    account: { values: [...accounts.keys()], index: account },
    noAccount,
  }
  return drop.includes(1) ? pickRows(placed, keptRows(drop)) : placed
}
