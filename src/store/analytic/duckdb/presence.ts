/** In which accounts an actor shows: nearly always one, so the first stands in an array and only others in a map. */
export type AccountsOfActor = { first: Int32Array; readonly others: Map<number, number[]> }

/** Where actors left facts, and where persons are or were members. Only filled once somebody joined or was described. */
export type Presence = { loaded: boolean; facts: AccountsOfActor; members: AccountsOfActor }

export function makePresence(): Presence {
  return { loaded: false, facts: makeAccounts(), members: makeAccounts() }
}

function makeAccounts(): AccountsOfActor {
  return { first: new Int32Array(1024), others: new Map() }
}

/** Notes that the actor shows in the account; "no account" is not one. */
export function addPresence(accounts: AccountsOfActor, actor: number, account: number): void {
  if (account === 0) return
  if (actor >= accounts.first.length) {
    const first = new Int32Array(Math.max(actor + 1, accounts.first.length * 2))
    first.set(accounts.first)
    accounts.first = first
  }
  const first = accounts.first[actor]!
  if (first === 0) accounts.first[actor] = account
  if (first === 0 || first === account) return
  const others = accounts.others.get(actor)
  if (others === undefined) accounts.others.set(actor, [account])
  else if (!others.includes(account)) others.push(account)
}

export function accountsOf(accounts: AccountsOfActor, actor: number): readonly number[] {
  const first = accounts.first[actor] ?? 0
  return first === 0 ? [] : [first, ...(accounts.others.get(actor) ?? [])]
}
