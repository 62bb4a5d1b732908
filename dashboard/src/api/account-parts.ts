import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

/** What playbooks did about it. `asOf` undefined: up to now. */
export function outreachQuery(key: string, asOf: string | undefined) {
  return queryOptions({
    queryKey: ['account-outreach', key, asOf ?? 'latest'],
    queryFn: ({ signal }) => readApi('/accounts/:key/outreach', { key, asOf }, signal),
  })
}

/** How much of its plan it uses. `asOf` undefined: at the last close. */
export function limitsQuery(key: string, asOf: string | undefined) {
  return queryOptions({
    queryKey: ['account-limits', key, asOf ?? 'latest'],
    queryFn: ({ signal }) => readApi('/accounts/:key/limits', { key, asOf }, signal),
  })
}

/** Which features it uses, against those on the same plan. `asOf` undefined: at the last close. */
export function featuresQuery(key: string, asOf: string | undefined) {
  return queryOptions({
    queryKey: ['account-features', key, asOf ?? 'latest'],
    queryFn: ({ signal }) => readApi('/accounts/:key/features', { key, asOf }, signal),
  })
}

/** Its payments that failed. `asOf` undefined: up to now. */
export function paymentsQuery(key: string, asOf: string | undefined) {
  return queryOptions({
    queryKey: ['account-payments', key, asOf ?? 'latest'],
    queryFn: ({ signal }) => readApi('/accounts/:key/payments', { key, asOf }, signal),
  })
}
