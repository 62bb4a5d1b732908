import { ChartSection } from '../../charts/chart-section.tsx'
import { Scatter } from '../../charts/charts.ts'
import { Key } from '../../charts/key.tsx'
import type { Tone } from '../../charts/tones.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatNumber, formatShare, formatShareLimits, ofWords } from '../../words/measures.ts'
import type { AdoptionSearch, Feature } from './feature.ts'
import { featureColumns } from './feature-table.tsx'

const TONES: Readonly<Record<Feature['tier'], Tone>> = { core: 'sea', expansion: 'ink', 'nice-to-have': 'slate' }

/** Breadth against depth: who tried it, and how much those who did use it. */
export function FeatureMap({ features }: { features: readonly Feature[] }) {
  const change = useChangeSearch<AdoptionSearch>()
  return (
    <ChartSection
      id="feature-map"
      title="Breadth against depth"
      say="To the right, the more accounts use it; upward, the more often those who do. Many try and few come back: low and to the right."
      columns={featureColumns}
      rows={features}
      keyOf={({ name }) => name}
      height={330}
    >
      <Scatter
        label={`Breadth and depth of ${features.length} features: ${features.map(({ name, breadth, depth }) => `${name} ${formatShare(breadth?.estimate ?? null)}, ${formatNumber(depth)} a week`).join('; ')}`}
        height={300}
        points={features.map(({ name, tier, breadth, depth, adopters, eligible }) => ({
          ...{ name, tone: TONES[tier], x: breadth?.estimate ?? 0, y: depth ?? 0 },
          title: `${name} (${tier})\n${ofWords(adopters, eligible, 'account')}: ${formatShare(breadth?.estimate ?? null)}${breadth === null ? '' : ` (${formatShareLimits(breadth)})`}\n${formatNumber(depth)} uses a week each`,
        }))}
        format={FORMAT}
        axes={AXES}
        onPick={(name) => change({ feature: name })}
      />
      <Key
        series={[
          { label: 'core', tone: 'sea' },
          { label: 'expansion', tone: 'ink' },
          { label: 'nice to have', tone: 'slate' },
        ]}
      />
    </ChartSection>
  )
}

const AXES = { x: 'share of accounts', y: 'uses a week each' }
const FORMAT = { x: formatShare, y: (n: number) => formatNumber(n) }
