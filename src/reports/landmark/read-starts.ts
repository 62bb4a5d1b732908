import type { LandmarkQuery } from '../../contract/analyze/landmark.ts'
import type { Millis } from '../../core/time.ts'
import type { Asking } from '../question/asking.ts'
import { readSignUps, signUpOf } from '../question/read-sign-ups.ts'
import { changesOf } from '../subscriptions/mrr-changes.ts'
import { readTerms } from '../subscriptions/read-terms.ts'

/** Since when each account is looked at. */
export async function readStarts(asking: Asking, { start }: LandmarkQuery): Promise<ReadonlyMap<number, Millis>> {
  const { calendar, first, last } = asking
  const from = calendar.startOf(first)
  const to = calendar.startOf(last + 1)
  const isIn = ([, at]: readonly [number, Millis]) => at >= from && at < to
  switch (start) {
    case 'sign_up': {
      const signUps = [...(await readSignUps(asking, 'account'))]
      return new Map(signUps.map(([account, one]) => [account, signUpOf(one)] as const).filter(isIn))
    }
    case 'first_paid': {
      const { byAccount } = await readTerms(asking)
      const firsts = byAccount.accounts.flatMap((account) => {
        const began = changesOf(byAccount.termsOf(account))[0]
        return began === undefined ? [] : [[account, began.at] as const]
      })
      return new Map(firsts.filter(isIn))
    }
    case 'date': {
      const signUps = [...(await readSignUps(asking, 'account'))]
      return new Map(signUps.flatMap(([account, one]) => (signUpOf(one) <= from ? [[account, from] as const] : [])))
    }
  }
}
