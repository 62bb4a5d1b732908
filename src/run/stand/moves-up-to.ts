import type { Day } from '../../core/time.ts'
import { readStandingAnswer } from '../../store/control/standing-answers.ts'
import type { Project } from '../project.ts'
import { bandedNames, bandNames } from '../read/band-names.ts'
import type { Watching } from '../read/replay-history.ts'
import { type AccountMove, replayMoves } from '../read/replay-moves.ts'
import { groundOf, isSameGround } from './ground-of.ts'
import { answerAndKeep } from './keep-ready-answer.ts'
import { HISTORY } from './name-asked.ts'
import { type PackedMoves, packMoves, unpackMoves } from './pack-moves.ts'

/** As it is kept: the moves, and the bands of each score, best first. */
type KeptHistory = { readonly bands: Readonly<Record<string, readonly string[]>>; readonly moves: PackedMoves }

/** All alerts and bands of accounts up to the last close, to be kept. */
export async function replayToKeep(project: Project, to: Day, watching: Watching = {}): Promise<KeptHistory> {
  const { model } = project.config.judged
  const bands = Object.fromEntries(bandedNames(model).map((score) => [score, bandNames(model, score)]))
  return { bands, moves: packMoves(await replayMoves(project, to, watching)) }
}

/** All alerts and bands of accounts up to the close of a day: from what stands, else by a replay, which stands then itself where it is up to the last close. */
export async function movesUpTo(project: Project, to: Day): Promise<AccountMove[]> {
  if (to !== project.judgedDay) return replayMoves(project, to)
  const kept = await readStandingAnswer(project.control, HISTORY)
  const history =
    kept !== null && isSameGround(kept, groundOf(project))
      ? (JSON.parse(kept.answer) as KeptHistory)
      : await answerAndKeep(project, HISTORY, () => replayToKeep(project, to))
  return unpackMoves(history.moves)
}

export type StandingHistory = Pick<KeptHistory, 'bands'> & { readonly day: Day; readonly moves: readonly AccountMove[] }

/** As it stands, of whichever close and configuration; null: none does. */
export async function standingHistory({ control }: Project): Promise<StandingHistory | null> {
  const kept = await readStandingAnswer(control, HISTORY)
  if (kept === null) return null
  const { bands, moves } = JSON.parse(kept.answer) as KeptHistory
  return { day: kept.day, bands, moves: unpackMoves(moves) }
}
