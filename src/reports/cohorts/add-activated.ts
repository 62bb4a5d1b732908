import type { CohortsQuery } from '../../contract/analyze/cohorts.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Asking } from '../question/asking.ts'
import { PERIOD_MS } from '../retention/cells.ts'
import type { Ageing } from './group-newcomers.ts'

/** Counts each account from the period of age in which it met the rule of activation on. */
export async function addActivated(
  { source }: Asking,
  { period, total_intervals }: CohortsQuery,
  { ofEntity, add }: Ageing,
): Promise<void> {
  if (source.model.activations.every(({ level }) => level !== 'account'))
    throw telltaleError('bad_argument', {
      ...{ argument: 'metric', value: '"activated"', expected: 'a configuration with `activation` of accounts' },
    })
  for (const { account, activatedAt } of await source.readNewcomers({ outcome: null, statusAfter: null })) {
    const entity = source.store.dictionary.account.idOf(account) ?? -1
    const found = ofEntity.get(entity)
    if (found === undefined || activatedAt === null) continue
    const first = Math.max(0, Math.floor((activatedAt - found.signUp) / PERIOD_MS[period]))
    for (let age = first; age < total_intervals; age++) add(entity, age, 1)
  }
}
