/** Names a reference's population: one value of a segment, or all accounts. */
export function referencePopulation(segment: string | null, value: string): string {
  return segment === null ? '' : `${segment}=${value}`
}
