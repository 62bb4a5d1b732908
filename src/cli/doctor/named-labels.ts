const SHOWN = 3

/** A few of the numbers in words, each once: "a; b; c and 4 more". */
export function namedLabels(nodes: readonly { readonly label: string }[]): string {
  const labels = [...new Set(nodes.map(({ label }) => label))]
  const more = labels.length > SHOWN ? ` and ${labels.length - SHOWN} more` : ''
  return `${labels.slice(0, SHOWN).join('; ')}${more}`
}
