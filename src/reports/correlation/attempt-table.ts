import type { GivenTable } from '../../store/analytic/analytic-store.ts'

/** How each actor's best attempt went: what lies between is looked at. */
export type Attempts = {
  readonly entities: number[]
  readonly from: number[]
  /** Of successes the last step; of failures the window's end. Not taken in. */
  readonly to: number[]
  readonly success: number[]
}

export function makeAttempts(): Attempts {
  return { entities: [], from: [], to: [], success: [] }
}

export function attemptTable({ entities, from, to, success }: Attempts): GivenTable {
  return {
    name: 'attempt',
    rows: entities.length,
    columns: [
      { name: 'entity', data: { kind: 'double', values: entities } },
      { name: 'from_ts', data: { kind: 'bigint', values: from } },
      { name: 'to_ts', data: { kind: 'bigint', values: to } },
      { name: 'success', data: { kind: 'int', values: success } },
    ],
  }
}
