import { z } from 'zod'
import { KeyRow } from '../keys.ts'
import { InstantText, PersonName } from '../values.ts'
import { RoleName } from './roles.ts'

const EmailText = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'an e-mail address such as ana@example.com')
const TypedPassword = z.string().min(1).max(400)
const LinkToken = z.string().min(1).max(200)

export const SignedInUser = z.object({ id: z.string(), name: z.string(), email: z.string(), role: RoleName })

/** Who asks, and what they may do here. */
export const SessionAnswer = z.object({
  user: SignedInUser.nullable().describe('null: nobody is signed in.'),
  scope: z.enum(['none', 'read', 'edit', 'admin']).describe('What may be asked for as things are.'),
  hasUsers: z.boolean().describe('false: the first admin is still to be made, with the link from the terminal.'),
  demo: z.boolean().describe('Signing in takes one click here.'),
})

export const SignInRequest = z.strictObject({ email: EmailText, password: TypedPassword })

/** What a link from the terminal or from an admin is for. */
export const LinkKind = z.enum(['set-up', 'invitation', 'reset'])
export const LinkRequest = z.strictObject({ token: LinkToken })
export const LinkAnswer = z.object({
  kind: LinkKind,
  email: z.string().nullable().describe('null: of the first admin, who says it.'),
  name: z.string().nullable(),
  role: RoleName,
  expiresAt: InstantText,
})
export const AcceptRequest = z.strictObject({
  token: LinkToken,
  email: EmailText.optional().describe('Of the first admin.'),
  name: PersonName.optional().describe('As tasks name them; a reset leaves it as it is.'),
  password: TypedPassword,
})

export const PasswordRequest = z.strictObject({ current: TypedPassword, next: TypedPassword })

export const TokenRequest = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What it is for.'),
  scope: z.enum(['read', 'edit', 'admin']).default('read').describe('At most what the role of its owner brings.'),
  days: z.number().int().min(1).max(365).default(90).describe('After which it opens nothing any more.'),
})
export const TokenList = z.object({ data: z.array(KeyRow) })

export const UserRow = SignedInUser.extend({
  createdAt: InstantText,
  seenAt: InstantText.nullable(),
  sessions: z.number().int().min(0).describe('Signed in at so many places.'),
})
export const InvitationRow = z.object({
  id: z.string(),
  kind: LinkKind,
  email: z.string(),
  role: RoleName,
  by: z.string(),
  expiresAt: InstantText,
})
export const UserList = z.object({ data: z.array(UserRow), invitations: z.array(InvitationRow) })
export const InviteRequest = z.strictObject({ email: EmailText, name: PersonName.optional(), role: RoleName })
export const RoleRequest = z.strictObject({ role: RoleName })

/** A link that is shown once: it opens once, up to a moment. */
export const LinkMade = z.object({
  email: z.string(),
  path: z.string().describe('Below the address of this server; what stands behind # is the secret.'),
  expiresAt: InstantText,
})
export const RoleChanged = z.object({ email: z.string(), before: RoleName, after: RoleName })

export type SignedInUser = z.infer<typeof SignedInUser>
export type SessionAnswer = z.infer<typeof SessionAnswer>
export type SignInRequest = z.infer<typeof SignInRequest>
export type LinkKind = z.infer<typeof LinkKind>
export type LinkAnswer = z.infer<typeof LinkAnswer>
export type AcceptRequest = z.infer<typeof AcceptRequest>
export type PasswordRequest = z.infer<typeof PasswordRequest>
export type TokenRequest = z.infer<typeof TokenRequest>
export type TokenList = z.infer<typeof TokenList>
export type UserRow = z.infer<typeof UserRow>
export type InvitationRow = z.infer<typeof InvitationRow>
export type UserList = z.infer<typeof UserList>
export type InviteRequest = z.infer<typeof InviteRequest>
export type LinkMade = z.infer<typeof LinkMade>
export type RoleChanged = z.infer<typeof RoleChanged>
