/** Why an account counts nowhere: not followed long enough, decided or gone by the landmark, or it cannot be told. */
export type LeftOut = 'too_early' | 'decided' | 'left' | 'untold'

/** Whether an account that is compared had the outcome. */
export type Settled = { readonly had: boolean } | { readonly leftOut: LeftOut }
