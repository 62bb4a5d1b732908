import type { PropertyCondition, PropertyOp } from '../model.ts'
import { badList, extra, type Misuse, withMisuse } from './misuse.ts'

type Scalar = string | number | boolean

/** One condition on a property of an event, or several that must all hold. */
export type Where = PropertyCondition | readonly PropertyCondition[]

/** A property of an event, by its path (`severity`, `plan.name`), waiting to be compared. */
export class Property {
  readonly path: string
  private readonly misuse: readonly Misuse[]
  constructor(path: string, misuse: readonly Misuse[] = []) {
    this.path = path
    this.misuse = misuse
  }
  is(value: Scalar, ...rest: readonly never[]): PropertyCondition {
    return this.compare('is', value, extra('is', rest))
  }
  isNot(value: Scalar, ...rest: readonly never[]): PropertyCondition {
    return this.compare('is_not', value, extra('isNot', rest))
  }
  in(values: readonly (string | number)[], ...rest: readonly never[]): PropertyCondition {
    return this.compare('in', [...values], [...badList('in', values), ...extra('in', rest)])
  }
  contains(text: string, ...rest: readonly never[]): PropertyCondition {
    return this.compare('contains', text, extra('contains', rest))
  }
  over(value: number, ...rest: readonly never[]): PropertyCondition {
    return this.compare('gt', value, extra('over', rest))
  }
  atLeast(value: number, ...rest: readonly never[]): PropertyCondition {
    return this.compare('gte', value, extra('atLeast', rest))
  }
  under(value: number, ...rest: readonly never[]): PropertyCondition {
    return this.compare('lt', value, extra('under', rest))
  }
  atMost(value: number, ...rest: readonly never[]): PropertyCondition {
    return this.compare('lte', value, extra('atMost', rest))
  }
  isSet(...rest: readonly never[]): PropertyCondition {
    return this.compare('is_set', null, extra('isSet', rest))
  }
  private compare(op: PropertyOp, value: PropertyCondition['value'], misuse: readonly Misuse[]): PropertyCondition {
    return { path: this.path, op, value, ...withMisuse([...this.misuse, ...misuse]) }
  }
}

/** A property of an event: `property('severity').is('high')`. */
export function property(path: string, ...rest: readonly never[]): Property {
  return new Property(path, extra('property', rest))
}

export function whereList(where: Where | undefined): readonly PropertyCondition[] {
  if (where === undefined) return []
  return isList(where) ? [...where] : [where]
}

function isList(where: Where): where is readonly PropertyCondition[] {
  return Array.isArray(where)
}
