import type { LandmarkQuery } from '../../contract/analyze/landmark.ts'
import type { Breakdown } from '../../contract/analyze/question.ts'
import type { Millis } from '../../core/time.ts'
import type { GivenTable } from '../../store/analytic/analytic-store.ts'
import { sql } from '../../store/sql.ts'
import { type AccountValue, readAccountValue } from '../question/account-values.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { ownFilter } from '../question/own-filter.ts'

/** What an account is looked at: since its start, up to the landmark. */
export type Looked = { readonly account: number; readonly start: Millis; readonly landmark: Millis }

/** What puts accounts into groups; an event says true of those who did it, false of the others. */
export async function readExposure(
  asking: Asking,
  { by }: Pick<LandmarkQuery, 'by'>,
  looked: readonly Looked[],
): Promise<AccountValue> {
  const range = rangeOf(looked)
  if (by === 'source') return readAccountValue(asking, { trait: '$source' }, range)
  if (isExposure(by)) {
    const doers = await readDoers(asking, by, looked)
    return (account) => doers.has(account)
  }
  return readAccountValue(asking, by, range)
}

export function rangeOf(looked: readonly Looked[]): { readonly from: Millis; readonly to: Millis } {
  const landmarks = looked.map(({ landmark }) => landmark)
  return {
    from: landmarks.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY),
    to: landmarks.reduce((most, at) => Math.max(most, at), 0),
  }
}

type Exposure = Exclude<LandmarkQuery['by'], 'source' | Breakdown>

export function isExposure(by: LandmarkQuery['by']): by is Exposure {
  return typeof by === 'object' && 'at_least' in by
}

async function readDoers(
  asking: Asking,
  { event, filter, at_least }: Exposure,
  looked: readonly Looked[],
): Promise<ReadonlySet<number>> {
  const { choices } = chooseEvents(asking.source, event ?? null)
  const filters = ownFilter(filter, 'by.filter')
  // Whose landmark is yet to come is compared with nobody.
  const to = Math.min(asking.source.now, rangeOf(looked).to)
  const from = Math.min(...looked.map(({ start }) => start))
  const { withHappened, matches, upTo } = relationOf({ ...asking, filters: [] }, { choices, from, to, filters })
  const statement = sql`
    -- who did it between start and landmark, often enough
    ${withHappened}
    SELECT happened.entity::INTEGER AS entity
    FROM happened
    JOIN looked ON looked.account = happened.entity AND happened.ts >= looked.from_ts AND happened.ts < looked.to_ts
    WHERE ${matches(choices, filters)}
    GROUP BY happened.entity
    HAVING count(*) >= ${at_least}
  `
  const doers = new Set<number>()
  if (looked.length === 0) return doers
  for await (const block of readBlocks(asking, statement, { given: [lookedTable(looked)], upTo }))
    for (const entity of block.numbers(0).subarray(0, block.rows)) doers.add(entity)
  return doers
}

function lookedTable(looked: readonly Looked[]): GivenTable {
  return {
    name: 'looked',
    rows: looked.length,
    columns: [
      { name: 'account', data: { kind: 'int', values: looked.map(({ account }) => account) } },
      { name: 'from_ts', data: { kind: 'bigint', values: looked.map(({ start }) => start) } },
      { name: 'to_ts', data: { kind: 'bigint', values: looked.map(({ landmark }) => landmark) } },
    ],
  }
}
