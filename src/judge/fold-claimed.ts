import type { MemberEntity } from '../fold/entity.ts'
import { type FoldedAccount, foldAccount } from '../fold/fold-account.ts'
import type { FoldInput } from '../fold/fold-input.ts'
import { makeMaskPool, resetMasks } from '../fold/mask-pool.ts'
import { joinRows } from '../fold/people/join-rows.ts'
import type { JudgeInput, Unclaimed } from './judge-input.ts'

/** What member signals gave, by person: conditions of the account may ask for them. */
export type MemberSignals = ReadonlyMap<number, ReadonlyMap<string, Uint8Array>>

/** The account as it would be if all that is unclaimed were its own. */
export type Claimed = {
  /** Members to whom it makes a difference. */
  readonly members: ReadonlyMap<number, MemberEntity>
  /** Member signals are as they were judged. */
  readonly account: (signals: MemberSignals) => FoldedAccount
}

/** Folds an account a second time, what its members did without saying for which of their accounts counted in. */
export function foldClaimed(input: JudgeInput, unclaimed: Unclaimed): Claimed {
  const fold: FoldInput = {
    ...input.fold,
    ...joinRows(input.fold, unclaimed),
    space: unclaimed.space,
    lookBack: input.dayOpen !== true,
  }
  return {
    members: foldMembersClaimed(fold, unclaimed),
    account: (signals) =>
      foldAccount({
        ...fold,
        onMember: (member) => {
          for (const [name, open] of signals.get(member.person) ?? []) member.signals.set(name, open)
        },
      }),
  }
}

function foldMembersClaimed(fold: FoldInput, unclaimed: Unclaimed): Map<number, MemberEntity> {
  const members = new Map<number, MemberEntity>()
  if (!fold.space.judgesMembers) return members
  const actors = new Set(unclaimed.block.actor.subarray(unclaimed.start, unclaimed.end))
  const onMember = (member: MemberEntity): void => {
    if (member.actors.some(({ actor }) => actors.has(actor))) members.set(member.person, keepMember(member))
  }
  foldAccount({ ...fold, onMember })
  return members
}

/** Its buffers serve the next member. */
function keepMember(member: MemberEntity): MemberEntity {
  return {
    ...member,
    actors: [...member.actors],
    values: member.values.map((series) => Float64Array.from(series)),
    masks: resetMasks(makeMaskPool(), member.to - member.from + 1),
    present: Uint8Array.from(member.present),
    segments: new Map(),
  }
}
