import type { Stretch } from './account-at.ts'

/**
 * Stretches of membership as columns: a row for each, those of a person in a chain. Accounts and roles are few beside the stretches: each is kept once.
 */
export type StretchTable = {
  readonly ids: Map<string, number>
  readonly texts: string[]
  rows: number
  account: Int32Array
  /** −1: none. */
  role: Int32Array
  from: Float64Array
  /** NaN: still. */
  to: Float64Array
  /** The next row of the chain; −1: none. */
  next: Int32Array
  /** Rows that no chain has any more, in a chain of their own. */
  free: number
}

export const NO_STRETCH = -1
const FIRST_ROWS = 16

export function makeStretchTable(): StretchTable {
  return {
    ...{ ids: new Map(), texts: [], rows: 0, free: NO_STRETCH },
    account: new Int32Array(FIRST_ROWS),
    role: new Int32Array(FIRST_ROWS),
    from: new Float64Array(FIRST_ROWS),
    to: new Float64Array(FIRST_ROWS),
    next: new Int32Array(FIRST_ROWS),
  }
}

/** The stretches of the chain that begins at a row. */
export function readStretches(table: StretchTable, first: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let row = first; row !== NO_STRETCH; row = table.next[row]!) {
    const [to, role] = [table.to[row]!, table.role[row]!]
    stretches.push({
      account: table.texts[table.account[row]!]!,
      from: table.from[row]!,
      to: Number.isNaN(to) ? null : to,
      role: role < 0 ? null : table.texts[role]!,
    })
  }
  return stretches
}

/** Puts other stretches in place of those of a chain; returns where the chain begins now. */
export function writeStretches(table: StretchTable, first: number, stretches: readonly Stretch[]): number {
  let [begin, last] = [NO_STRETCH, NO_STRETCH]
  let old = first
  for (const { account, role, from, to } of stretches) {
    const row = old === NO_STRETCH ? takeRow(table) : old
    if (old !== NO_STRETCH) old = table.next[old]!
    table.account[row] = idOf(table, account)
    table.role[row] = role === null ? -1 : idOf(table, role)
    table.from[row] = from
    table.to[row] = to ?? Number.NaN
    table.next[row] = NO_STRETCH
    if (last === NO_STRETCH) begin = row
    else table.next[last] = row
    last = row
  }
  if (old !== NO_STRETCH) giveBack(table, old)
  return begin
}

/** Whether a chain has a stretch in the account. */
export function isOfAccount(table: StretchTable, first: number, account: string): boolean {
  const id = table.ids.get(account)
  if (id === undefined) return false
  let row = first
  while (row !== NO_STRETCH && table.account[row] !== id) row = table.next[row]!
  return row !== NO_STRETCH
}

function takeRow(table: StretchTable): number {
  if (table.free !== NO_STRETCH) {
    const row = table.free
    table.free = table.next[row]!
    return row
  }
  if (table.rows === table.account.length) grow(table)
  return table.rows++
}

function giveBack(table: StretchTable, first: number): void {
  let last = first
  while (table.next[last] !== NO_STRETCH) last = table.next[last]!
  table.next[last] = table.free
  table.free = first
}

function idOf({ ids, texts }: StretchTable, text: string): number {
  const known = ids.get(text)
  if (known !== undefined) return known
  ids.set(text, texts.push(text) - 1)
  return texts.length - 1
}

function grow(table: StretchTable): void {
  const rows = table.account.length * 2
  const bigger = {
    account: new Int32Array(rows),
    role: new Int32Array(rows),
    from: new Float64Array(rows),
    to: new Float64Array(rows),
    next: new Int32Array(rows),
  }
  for (const name of ['account', 'role', 'from', 'to', 'next'] as const) bigger[name].set(table[name])
  Object.assign(table, bigger)
}
