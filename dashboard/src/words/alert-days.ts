import type { EpisodeRow } from '@contract/episodes.ts'

/** The day that was judged when an alert opened: a trend opens at the close of it, so not the day its clock shows. */
export function openedDay({ changes, openedAt }: EpisodeRow): string {
  return changes.find((change) => change.what === 'opened')?.asOf ?? openedAt.slice(0, 10)
}

/** The day that was judged when it closed; null while it is open. */
export function closedDay({ changes, closedAt }: EpisodeRow): string | null {
  if (closedAt === null) return null
  return changes.findLast((change) => change.what === 'closed')?.asOf ?? closedAt.slice(0, 10)
}
