/** Why an event belongs to no account, and what mends it. */
export const UNATTRIBUTED = {
  before_membership: {
    what: 'from before the user was a member of an account',
    mend: 'Send the group call when the user joins, or widen account.reachesBack in the configuration.',
  },
  several_accounts: {
    what: 'of users in several accounts, without saying which',
    mend: 'Send the account with each event: context.groupId, or the path named in account.key.',
  },
  none: {
    what: 'without an account, of users who are members of none',
    mend: 'Send context.groupId, or a group call for each user, or name the property that holds the account in account.key.',
  },
} as const
