import type { PropertyCondition, PropertyOp } from '../model.ts'

type Scalar = string | number | boolean

/** One condition on a property of an event, or several that must all hold. */
export type Where = PropertyCondition | readonly PropertyCondition[]

/** A property of an event, by its path (`severity`, `plan.name`), waiting to be compared. */
export class Property {
  readonly path: string
  constructor(path: string) {
    this.path = path
  }
  is(value: Scalar): PropertyCondition {
    return this.compare('is', value)
  }
  isNot(value: Scalar): PropertyCondition {
    return this.compare('is_not', value)
  }
  in(values: readonly (string | number)[]): PropertyCondition {
    return this.compare('in', [...values])
  }
  contains(text: string): PropertyCondition {
    return this.compare('contains', text)
  }
  over(value: number): PropertyCondition {
    return this.compare('gt', value)
  }
  atLeast(value: number): PropertyCondition {
    return this.compare('gte', value)
  }
  under(value: number): PropertyCondition {
    return this.compare('lt', value)
  }
  atMost(value: number): PropertyCondition {
    return this.compare('lte', value)
  }
  isSet(): PropertyCondition {
    return this.compare('is_set', null)
  }
  private compare(op: PropertyOp, value: PropertyCondition['value']): PropertyCondition {
    return { path: this.path, op, value }
  }
}

/** A property of an event: `property('severity').is('high')`. */
export function property(path: string): Property {
  return new Property(path)
}

export function whereList(where: Where | undefined): readonly PropertyCondition[] {
  if (where === undefined) return []
  return isList(where) ? [...where] : [where]
}

function isList(where: Where): where is readonly PropertyCondition[] {
  return Array.isArray(where)
}
