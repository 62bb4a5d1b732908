import { z } from 'zod'

const Scalar = z.union([z.string().max(1000), z.number(), z.boolean()])

export const FilterOp = z.enum([
  'exact',
  'is_not',
  'in',
  'not_in',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'is_set',
  'is_not_set',
])

const test = {
  op: FilterOp.default('exact'),
  value: z
    .union([Scalar, z.array(Scalar).min(1).max(1000)])
    .optional()
    .describe('A list for `in` and `not_in`; none for `is_set` and `is_not_set`; text for `contains`.'),
}

/** Of the event itself; a path such as `plan.name` goes into objects. */
const EventPropertyFilter = z.strictObject({ event_property: z.string().min(1).max(300), ...test })
/** Of the actor, as of the event: an account's own traits, a person's own traits, else those of the other one of the event. */
const TraitFilter = z.strictObject({ trait: z.string().min(1).max(300), ...test })
/** Of the event's account, by the configured segment. */
const SegmentFilter = z.strictObject({ segment: z.string().min(1).max(300), ...test })

export const FilterCondition = z.union([EventPropertyFilter, TraitFilter, SegmentFilter])
export type FilterCondition = z.infer<typeof FilterCondition>
export type FilterOp = z.infer<typeof FilterOp>

export type Filter =
  | FilterCondition
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }

/** A filter as it may be written: without an operator it is `exact`. */
export type AskedFilter =
  | z.input<typeof FilterCondition>
  | { readonly and: readonly AskedFilter[] }
  | { readonly or: readonly AskedFilter[] }
  | { readonly not: AskedFilter }

/** Conditions and `and`, `or`, `not` of them. */
export const Filter: z.ZodType<Filter, AskedFilter> = z
  .lazy(() =>
    z.union([
      FilterCondition,
      z.strictObject({ and: z.array(Filter).min(1).max(100).readonly() }),
      z.strictObject({ or: z.array(Filter).min(1).max(100).readonly() }),
      z.strictObject({ not: Filter }),
    ]),
  )
  .meta({ id: 'AnalysisFilter' })
