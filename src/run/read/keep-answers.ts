/**
 * What an answer rests on. `epoch`: all that is known and the definitions in force; when it changes, nothing kept holds any more. `holdsAll`: of this question answers
 * that are not complete hold as well, for the question is another one once they may be.
 */
export type AnswerPlace = { readonly question: string; readonly epoch: string; readonly holdsAll: boolean }

/** Answers by question, all of one epoch. */
export type KeptAnswers = { epoch: string; readonly answers: Map<string, unknown> }

/** Enough for every standing question of the pages. */
const MOST_KEPT = 200

export function makeKeptAnswers(): KeptAnswers {
  return { epoch: '', answers: new Map() }
}

/**
 * Answers from what is kept, or by `work`. Answers that time changes are not kept; beyond two hundred the one asked longest ago goes. A question
 * that is asked while it is being answered is answered anew: the first may be given up.
 */
export async function keepAnswer<A extends { readonly complete?: boolean }>(
  kept: KeptAnswers,
  { question, epoch, holdsAll }: AnswerPlace,
  work: () => Promise<A>,
): Promise<A> {
  if (kept.epoch !== epoch) kept.answers.clear()
  kept.epoch = epoch
  const found = kept.answers.get(question) as A | undefined
  const answer = found ?? (await work())
  if (!(answer.complete === true || holdsAll) || kept.epoch !== epoch) return answer
  kept.answers.delete(question)
  kept.answers.set(question, answer)
  if (kept.answers.size > MOST_KEPT) kept.answers.delete(kept.answers.keys().next().value!)
  return answer
}
