import { useQuery } from '@tanstack/react-query'
import { standingHistoryQuery } from '../../api/standing.ts'
import { type BandsAsked, type BandsHow, bandsQuery, standingBandsQuery } from '../../api/work.ts'
import { CROSSINGS, isImported } from '../../words/bands.ts'

type Asked = { readonly score: string; readonly from: string | undefined }

/**
 * Who crossed from which band to which: as it was decided; on imported days as it stands since a close, else as it was asked for. `how`: how further questions about it are
 * asked; `enabled` false: it is not known yet of what.
 */
export function useBandChanges({ score, from }: Asked, { isWanted, enabled }: { isWanted: boolean; enabled: boolean }) {
  const asked: BandsAsked = { score, from, limit: CROSSINGS }
  const decided = useQuery({ ...bandsQuery(asked), enabled, retry: false })
  const ready = useQuery({ ...standingHistoryQuery, enabled })
  const standing = ready.data?.standing ?? null
  const isOfImport = decided.data !== undefined && isImported(decided.data)
  const since = isOfImport ? (standing?.worked_out_at ?? null) : null
  const kept = useQuery(standingBandsQuery(asked, since))
  const isAsked = isOfImport && isWanted && standing !== null && !standing.is_current && !standing.comes
  const replayed = useQuery({ ...bandsQuery({ ...asked, replay: true }), enabled: isAsked, retry: false })
  const how: BandsHow = !isOfImport ? {} : since === null ? { replay: true } : { stands: true }
  const told = !isOfImport ? decided : since === null ? replayed : kept
  const isWaiting = isAsked && replayed.data === undefined && !replayed.isError
  return { decided, ready, standing, isOfImport, isAsked: isWaiting, told, how }
}
