import type { AsOf, Panel, PanelEntity } from './panel.ts'
import type { EntitySample } from './sample-entity.ts'

/** One entity with what was noted of it at each of the panel's moments. */
export type Sampled = { readonly entity: PanelEntity; readonly sample: EntitySample }

export type PanelParts = Omit<Panel, 'entities' | 'rows' | 'entity' | 'asOf' | 'values' | 'groups'> & {
  readonly sampled: readonly Sampled[]
  /** Which moments of an entity are rows, beside its being there; absent: all. */
  readonly takes?: (entity: PanelEntity, asOf: AsOf) => boolean
}

/** Lays samples out by column. Moments at which the entity had not been heard of, or was no member, are no rows. */
export function buildPanel({ sampled, takes = () => true, ...parts }: PanelParts): Panel {
  const { asOfs, indicators, segments } = parts
  const places = sampled.map(({ entity, sample: { present } }) => {
    const own: number[] = []
    for (let at = 0; at < asOfs.length; at++) if (present[at] === 1 && takes(entity, asOfs[at]!)) own.push(at)
    return own
  })
  const rows = places.reduce((sum, own) => sum + own.length, 0)
  const fill = <Column extends { [at: number]: number }>(
    column: Column,
    of: (sample: EntitySample, index: number, at: number) => number,
  ): Column => {
    let row = 0
    for (const [index, { sample }] of sampled.entries())
      for (const at of places[index]!) column[row++] = of(sample, index, at)
    return column
  }
  return {
    ...parts,
    entities: sampled.map(({ entity }) => entity),
    rows,
    entity: fill(new Int32Array(rows), (_, index) => index),
    asOf: fill(new Int32Array(rows), (_sample, _index, at) => at),
    values: indicators.map((_, i) => fill(new Float64Array(rows), (sample, _index, at) => sample.values[i]![at]!)),
    groups: segments.map((_, i) => fill(new Int16Array(rows), (sample, _index, at) => sample.segments[i]![at]!)),
  }
}
