/** What accounts do when an outcome comes, as a verb after a share: "41 % leave within 60 days". */
export function outcomeWords(outcome: string): { readonly do: string } {
  return { do: VERBS[outcome] ?? `have “${outcome}”` }
}

const VERBS: Readonly<Record<string, string>> = {
  churned: 'leave',
  converted: 'buy',
  expanded: 'grow',
  activated: 'are activated',
  retained: 'stay',
  stayed: 'stay',
}
