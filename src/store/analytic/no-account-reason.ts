/** Why an event belongs to no account. */
export type NoAccountReason = 'before_membership' | 'several_accounts' | 'none'
