import type { UpliftUnit } from '../../proof/uplift/uplift-unit.ts'

/** Who was exposed, in which arm and when first. */
export type ExposedAccount = Pick<UpliftUnit, 'arm' | 'at' | 'delivered'> & { readonly account: string }
