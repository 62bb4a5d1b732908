import type { Config } from '../define-config.ts'
import { checkDelivery } from '../delivery/check-delivery.ts'
import { checkDigests } from '../delivery/check-digests.ts'
import type { ConfigDraft } from '../draft.ts'
import { checkMetrics } from '../metrics/check-metrics.ts'
import { checkPlaybooks } from '../playbooks/check-playbooks.ts'
import type { Problem } from '../problem.ts'
import { checkActivation } from './check-activation.ts'
import { checkArguments } from './check-arguments.ts'
import { checkChanges } from './check-changes.ts'
import { checkCycles } from './check-cycles.ts'
import { checkDetectors } from './check-detectors.ts'
import { checkEvents } from './check-events.ts'
import { checkLevels } from './check-levels.ts'
import { checkMemberSegments } from './check-member-segments.ts'
import { checkNames } from './check-names.ts'
import { checkProduct } from './check-product.ts'
import { checkQuantities } from './check-quantities.ts'
import { checkScores } from './check-scores.ts'
import { checkSegments } from './check-segments.ts'
import { checkShape } from './check-shape.ts'
import { checkSignals } from './check-signals.ts'
import { checkSources } from './check-sources.ts'
import { checkWorklist } from './check-worklist.ts'

type Rule = (config: ConfigDraft) => readonly Problem[]

/** Rules that need only well-formed definitions; the others follow references, so that names must exist and not run in circles. */
const RULES: readonly Rule[] = [
  checkArguments,
  checkProduct,
  checkEvents,
  checkNames,
  checkSegments,
  checkQuantities,
  checkActivation,
  checkScores,
  checkSignals,
  checkWorklist,
  checkDetectors,
  checkMetrics,
  checkSources,
  checkDelivery,
  checkDigests,
  checkPlaybooks,
]
const RULES_OVER_REFERENCES: readonly Rule[] = [checkLevels, checkMemberSegments, checkChanges]

/** Everything that is wrong with a configuration, in the order of the rules. A malformed one (written without types) is only checked for its shape. */
export function checkConfig(config: Config): readonly Problem[] {
  const shape = checkShape(config)
  if (shape.length > 0) return shape
  const problems = RULES.flatMap((rule) => rule(config.draft))
  if (problems.some(({ code }) => code === 'unknown_name')) return problems
  const cycles = checkCycles(config.draft)
  if (cycles.length > 0) return [...problems, ...cycles]
  return [...problems, ...RULES_OVER_REFERENCES.flatMap((rule) => rule(config.draft))]
}
