import type { ConfigInForce } from '../../config-in-force.ts'
import type { AccountInput } from '../../stream-accounts.ts'

/** What was read of accounts for their pages, by account id, the one asked for longest ago first. `batch`: the last one stored before it was read. */
export type KeptInputs = Map<
  number,
  { readonly config: ConfigInForce; readonly batch: number; readonly input: AccountInput }
>
