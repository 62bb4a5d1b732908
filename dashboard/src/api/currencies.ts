import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from './queries.ts'

/** The currencies that customers pay in, the largest sum first; undefined while it is not known. Money of several is never added up. */
export function useCurrencies(): readonly string[] | undefined {
  const { data } = useQuery(accountsQuery({}, 0))
  return data?.summary.mrr.map(({ currency }) => currency)
}
