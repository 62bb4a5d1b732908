import type { Feature } from './fit-input.ts'
import type { FittedScore } from './fit-score.ts'

/** The fitted score as the configuration writes it: what is folded and shown is this, to the last digit. */
export function writeScore(
  key: string,
  { points, bands }: Pick<FittedScore, 'points' | 'bands'>,
  features: readonly Feature[],
): string {
  const parts = points.parts.map(({ feature, key: name, weight, from, to, rises }) => {
    const curve = rises ? `rising(${from}, ${to})` : `falling(${from}, ${to})`
    return `      ${name}: part(${weight}, ${features[feature]!.text}, ${curve}),`
  })
  const named = bands.map(({ name, from }) => `${/^\w+$/.test(name) ? name : `'${name}'`}: ${from}`).join(', ')
  return [
    '  scores: {',
    `    ${key}: score({`,
    ...parts,
    `    })${bands.length === 0 ? '' : `.bands({ ${named} })`},`,
    '  },',
  ].join('\n')
}
