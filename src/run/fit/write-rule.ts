import type { Outcome } from '../../config/model.ts'
import { readVerdicts } from '../../store/control/verdicts.ts'
import type { Project } from '../project.ts'

const FEWEST = 2
const MOST = 6

/** Where nothing can be fitted: the signals of this outcome that are proved, with equal weights. null: fewer than two are. */
export async function writeRule(
  { control, config }: Project,
  { key }: Outcome,
  isBad: boolean,
): Promise<string | null> {
  const verdicts = await readVerdicts(control, { kind: 'signal' })
  const standing = new Map(verdicts.map(({ name, ruling }) => [name, ruling]))
  const proved = config.judged.model.signals
    .filter(
      ({ key: name, predicts, enabled, level }) =>
        enabled && level === 'account' && predicts?.outcome === key && standing.get(name) === 'keep',
    )
    .slice(0, MOST)
  if (proved.length < FEWEST) return null
  const each = Math.floor(1_000 / proved.length) / 10
  const parts = proved.map(({ key: name }, i) => {
    const weight = i === 0 ? Math.round(10 * (100 - each * (proved.length - 1))) / 10 : each
    const open = `signalOpen('${name}')`
    return `      ${name}: part(${weight}, ${isBad ? `not(${open})` : open}),`
  })
  return ['  scores: {', `    ${key}Rule: score({`, ...parts, '    }),', '  },'].join('\n')
}
