/** One line of the table: what was scored, on how much, what came out, and what it has to be. */
export type Score = {
  readonly what: string
  readonly on: string
  readonly found: string
  readonly wanted: string
  readonly holds: boolean
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** A share that has to be at most (or at least) so much, less three standard errors of so many replicates. */
export function scoreShare(
  of: Pick<Score, 'what' | 'on'>,
  { hits, replicates }: { readonly hits: number; readonly replicates: number },
  { least, most }: { readonly least?: number; readonly most?: number },
): Score {
  const share = hits / replicates
  const slack = (limit: number): number => 3 * Math.sqrt((limit * (1 - limit)) / replicates)
  const aboveLeast = least === undefined || share >= least - slack(least)
  const belowMost = most === undefined || share <= most + slack(most)
  const wanted = [
    ...(least === undefined ? [] : [`≥ ${percent(least)}`]),
    ...(most === undefined ? [] : [`≤ ${percent(most)}`]),
  ]
  return { ...of, found: percent(share), wanted: wanted.join(', ') || 'told only', holds: aboveLeast && belowMost }
}
