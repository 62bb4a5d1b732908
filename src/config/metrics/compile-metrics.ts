import type { ConfigDraft } from '../draft.ts'
import { METRIC_IDS } from './catalogue.ts'
import type { FeatureTier, MetricSettings, MetricsDraft } from './settings.ts'

/** Settings of the metrics as the Model has them. */
export function compileMetrics({ metrics, events }: Pick<ConfigDraft, 'metrics' | 'events'>): MetricSettings {
  const { coreFeature, promotions, paywall, visit, lead, spend, preset, books, rates, northStar, watch } = metrics
  return {
    coreFeature,
    features: compileFeatures(metrics, events),
    promotions: promotions.map(({ feature, on }) => ({ feature, on })),
    paywall: [...paywall],
    visit,
    lead: lead === null || 'event' in lead ? lead : { trait: lead.trait, value: lead.value ?? null },
    spend: [...spend].sort((a, b) => compare(a.month, b.month) || compare(a.channel ?? '', b.channel ?? '')),
    ...(preset === null ? {} : { preset }),
    books,
    rates: rates === null ? null : { to: rates.to, dated: [...rates.dated].sort(byCurrencyAndDay) },
    northStar:
      northStar === null
        ? null
        : {
            event: northStar.event,
            count: northStar.count ?? 'accounts',
            title: northStar.title ?? null,
            inputs: [...northStar.inputs],
          },
    watch: METRIC_IDS.flatMap((metric) => {
      const { owner = null, atLeast = null, atMost = null, next = null } = watch[metric] ?? {}
      return watch[metric] === undefined ? [] : [{ metric, owner, atLeast, atMost, next }]
    }),
  }
}

function compileFeatures({ features }: MetricsDraft, events: ConfigDraft['events']): MetricSettings['features'] {
  const kinds = new Map<string, Set<string>>()
  for (const { feature, kind } of Object.values(events)) {
    if (feature === null) continue
    kinds.set(feature, (kinds.get(feature) ?? new Set()).add(kind))
  }
  return [...kinds]
    .sort(([a], [b]) => compare(a, b))
    .map(([feature, own]) => {
      const usual: FeatureTier = own.has('core') ? 'core' : 'expansion'
      const { tier = usual, plans } = features[feature] ?? {}
      return { feature, tier, plans: plans === undefined ? null : [...plans].sort() }
    })
}

function byCurrencyAndDay(a: { currency: string; date: string }, b: { currency: string; date: string }): number {
  return compare(a.currency, b.currency) || compare(a.date, b.date)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
