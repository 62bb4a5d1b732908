import type { UpliftAnswer } from '@contract/experiments.ts'
import type { EnrolmentList, PlaybookList, Simulation } from '@contract/playbooks/playbooks.ts'
import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

export const PLAYBOOKS = ['playbooks'] as const

export const playbooksQuery = queryOptions({
  queryKey: PLAYBOOKS,
  queryFn: ({ signal }) => readApi<PlaybookList>('/playbooks', {}, signal),
})

const NEWEST = 200

/** Who is or was inside, the newest first. */
export function enrolmentsQuery(name: string) {
  return queryOptions({
    queryKey: [...PLAYBOOKS, name, 'enrolments'],
    queryFn: ({ signal }) =>
      readApi<EnrolmentList>(`/playbooks/${encodeURIComponent(name)}/enrolments`, { limit: NEWEST }, signal),
  })
}

/** What it would have done over the past: every account is judged again, so it is asked for once and kept. */
export function simulationQuery(name: string) {
  return queryOptions({
    queryKey: ['simulation', name],
    queryFn: ({ signal }) => readApi<Simulation>(`/playbooks/${encodeURIComponent(name)}/simulation`, {}, signal),
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY, retry: false },
  })
}

/** What the experiment of a playbook found so far. */
export function upliftQuery(experiment: string) {
  return queryOptions({
    queryKey: ['uplift', experiment],
    queryFn: ({ signal }) => readApi<UpliftAnswer>(`/experiments/${encodeURIComponent(experiment)}`, {}, signal),
    ...{ staleTime: 600_000, retry: false },
  })
}
