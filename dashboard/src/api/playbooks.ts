import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'
import { runOf } from './proof.ts'

export const PLAYBOOKS = ['playbooks'] as const

export const playbooksQuery = queryOptions({
  queryKey: PLAYBOOKS,
  queryFn: ({ signal }) => readApi('/playbooks', {}, signal),
})

const NEWEST = 200

/** Who is or was inside, the newest first. */
export function enrolmentsQuery(name: string) {
  return queryOptions({
    queryKey: [...PLAYBOOKS, name, 'enrolments'],
    queryFn: ({ signal }) => readApi('/playbooks/:name/enrolments', { name, limit: NEWEST }, signal),
  })
}

/** What becomes of a message; asked for again while it is on its way. */
export function deliveryQuery(key: string) {
  return queryOptions({
    queryKey: ['delivery', key],
    queryFn: ({ signal }) => readApi('/deliveries/:id', { id: key }, signal),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'waiting' ? 1_000 : false),
  })
}

/** By which the server is asked how far it is. */
export function simulationRun(name: string): string {
  return runOf(`simulation-${name}`)
}

/** What it would have done over the past: every account is judged again, so it is asked for once and kept. */
export function simulationQuery(name: string) {
  return queryOptions({
    queryKey: ['simulation', name],
    queryFn: ({ signal }) => readApi('/playbooks/:name/simulation', { name, run: simulationRun(name) }, signal),
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY, retry: false },
  })
}

export function resultRun(name: string): string {
  return runOf(`result-${name}`)
}

/** Whether it helps, where nobody is left alone: it goes through all of history, so it is asked for once and kept. */
export function resultQuery(name: string) {
  return queryOptions({
    queryKey: ['playbook-result', name],
    queryFn: ({ signal }) => readApi('/playbooks/:name/result', { name, run: resultRun(name) }, signal),
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY, retry: false },
  })
}

/** What the experiment of a playbook found so far. */
export function upliftQuery(experiment: string) {
  return queryOptions({
    queryKey: ['uplift', experiment],
    queryFn: ({ signal }) => readApi('/experiments/:name', { name: experiment }, signal),
    ...{ staleTime: 600_000, retry: false },
  })
}
