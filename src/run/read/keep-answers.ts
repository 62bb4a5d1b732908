/** An answer and whether what it was read from still says the same. */
export type Answered<A> = { readonly answer: A; readonly stillHolds: () => Promise<boolean> }

/** Answers by question, the one asked longest ago first. */
export type KeptAnswers = Map<string, Answered<unknown>>

/** Enough for every standing question of the pages. */
const MOST_KEPT = 200

/**
 * Answers from what is kept while that holds, else by `work`. Answers that time changes are not kept, unless `holdsAll` says that the question is another one once they
 * may be; beyond two hundred the one asked longest ago goes. A question that is asked while it is being answered is answered anew: the first may be given up.
 */
export async function keepAnswer<A extends object>(
  kept: KeptAnswers,
  { question, holdsAll }: { readonly question: string; readonly holdsAll: boolean },
  work: () => Promise<Answered<A>>,
): Promise<A> {
  const found = kept.get(question) as Answered<A> | undefined
  const holds = found !== undefined && (await found.stillHolds())
  const answered = holds ? found : await work()
  kept.delete(question)
  if (holdsAll || ('complete' in answered.answer && answered.answer.complete === true)) kept.set(question, answered)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
  return answered.answer
}
