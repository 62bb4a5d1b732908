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

// By their places here they are kept: a new one comes last.
const WHATS = namesOf<AccountMove['what']>({ opened: true, closed: true, escalated: true })
const CAUSES = namesOf<AccountMove['cause']>({
  ...{ behaviour: true, config: true, import: true, merge: true, correction: true },
})

/** All there are, or it does not compile. */
function namesOf<N extends string>(all: Readonly<Record<N, true>>): readonly N[] {
  return Object.keys(all) as N[]
}

export function packMoves(moves: readonly AccountMove[]): PackedMoves {
  const accounts = new Map<string, number>()
  const of = new Map<string, number>()
  const numberIn = (numbers: Map<string, number>, key: string): number => {
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  }
  const rows = moves.map(
    ({ account, subject, name, what, at, asOf, cause }) =>
      [
        ...([numberIn(accounts, account), numberIn(of, `${subject} ${name}`)] as const),
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
