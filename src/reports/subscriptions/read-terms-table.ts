import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks } from '../question/asking.ts'
import { orderTerms, TERMS_COLUMNS, type TermsTable } from './order-terms.ts'

/** Currencies, plans and states, by the message that first said them together. */
export const WORDINGS = sql`
  SELECT currency, plan, status, min(seq)::DOUBLE AS first_seq
  FROM subscription
  GROUP BY currency, plan, status`

/**
 * All terms, by the account that they belong to now, subscription by subscription, each in the order of its beginnings and then of what was said. Numbers only: of
 * hundreds of thousands of rows, texts would take longest. They come in no order and are put in one by counting, which takes the engine three times as long.
 */
export async function readTermsTable(asking: Asking): Promise<TermsTable> {
  const statement = sql`
    -- what accounts pay, by the account that it belongs to now, each subscription numbered by the message that first spoke of it; joined from the left, so that the
    -- terms stay in the order in which they were said
    WITH said AS (
      SELECT coalesce(account_of.owner, subscription.account) AS owner, subscription.*
      FROM subscription
      LEFT JOIN account_of ON account_of.account = subscription.account
    )
    SELECT
      said.owner,
      said.account AS said_of,
      coalesce(named.first_said, 0) AS first_said,
      said.seq::DOUBLE AS seq,
      from_ts::DOUBLE AS from_ts,
      coalesce(to_ts, -1)::DOUBLE AS to_ts,
      mrr_minor::DOUBLE AS mrr_minor,
      coalesce(terms_minor, mrr_minor)::DOUBLE AS terms_minor,
      coalesce(wording.first_seq, 0) AS wording
    FROM said
    LEFT JOIN (
      SELECT owner, subscription_id, min(seq)::DOUBLE AS first_said
      FROM said
      GROUP BY owner, subscription_id
    ) named
      ON named.owner = said.owner
      AND named.subscription_id = said.subscription_id
    LEFT JOIN (
      ${WORDINGS}
    ) wording
      ON wording.currency = said.currency
      AND wording.plan IS NOT DISTINCT FROM said.plan
      AND wording.status IS NOT DISTINCT FROM said.status
  `
  const parts: Float64Array[][] = []
  for await (const block of readBlocks(asking, statement))
    parts.push(TERMS_COLUMNS.map((_, column) => new Float64Array(block.numbers(column).subarray(0, block.rows))))
  return orderTerms(parts)
}
