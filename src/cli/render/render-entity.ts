import type { EpisodeRow } from '../../contract/episodes.ts'

/** Whom an episode is about, in one cell: of a member both the account and the person. */
export function renderEntity({ entity }: Pick<EpisodeRow, 'entity'>): string {
  if (entity.level === 'account') return entity.account
  return entity.level === 'member' ? `${entity.account} / ${entity.person}` : entity.person
}
