import type { Segment } from './model.ts'

/** Names of a segment's groups, in their order; none of a segment that is not there. */
export function segmentGroups(rule: Segment['rule'] | undefined): readonly string[] {
  switch (rule?.kind) {
    case 'bands':
      return rule.bands.map((band) => band.name)
    case 'trait-values':
      return rule.values
    case 'cases':
      return rule.cases.map((one) => one.name)
    case undefined:
      return []
  }
}
