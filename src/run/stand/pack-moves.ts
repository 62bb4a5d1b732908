import type { AccountMove } from '../read/replay-moves.ts'

/** Many moves in little space: each by the places of its account, of what it is a move of, and of its kind and cause. */
export type PackedMoves = {
  readonly accounts: readonly string[]
  readonly of: readonly (readonly [subject: AccountMove['subject'], name: string])[]
  readonly rows: readonly (readonly [
    account: number,
    of: number,
    what: number,
    at: number,
    asOf: number,
    cause: number,
  ])[]
}

const WHATS: readonly AccountMove['what'][] = ['opened', 'closed', 'escalated']
const CAUSES: readonly AccountMove['cause'][] = ['behaviour', 'config', 'import', 'merge', 'correction']

export function packMoves(moves: readonly AccountMove[]): PackedMoves {
  const accounts = new Map<string, number>()
  const of = new Map<string, number>()
  const placeIn = (places: Map<string, number>, key: string): number => {
    const place = places.get(key) ?? places.size
    places.set(key, place)
    return place
  }
  const rows = moves.map(
    ({ account, subject, name, what, at, asOf, cause }) =>
      [
        ...([placeIn(accounts, account), placeIn(of, `${subject} ${name}`)] as const),
        ...([WHATS.indexOf(what), at, asOf, CAUSES.indexOf(cause)] as const),
      ] as const,
  )
  return { accounts: [...accounts.keys()], of: [...of.keys()].map(splitOf), rows }
}

function splitOf(key: string): readonly [AccountMove['subject'], string] {
  const at = key.indexOf(' ')
  return [key.slice(0, at) as AccountMove['subject'], key.slice(at + 1)]
}

export function unpackMoves({ accounts, of, rows }: PackedMoves): AccountMove[] {
  return rows.map(([account, what, kind, at, asOf, cause]) => {
    const [subject, name] = of[what]!
    return { account: accounts[account]!, subject, name, what: WHATS[kind]!, at, asOf, cause: CAUSES[cause]! }
  })
}
