import type { z } from 'zod'
import type { NewKeyAnswer } from '../keys.ts'
import type { AuditNote, AuditPage, AuditQuery } from './audit.ts'
import type { RoleName } from './roles.ts'
import type {
  AcceptRequest,
  InvitationRow,
  InviteRequest,
  LinkAnswer,
  LinkMade,
  PasswordRequest,
  RoleChanged,
  SignedInUser,
  SignInRequest,
  TokenList,
  TokenRequest,
  UserList,
} from './sign-in.ts'

/** A session that begins: its secret goes into the cookie. */
export type Started = { readonly secret: string; readonly user: SignedInUser }

/** Who may come in, as whom, and what is noted of it. */
export type AccessDeps = {
  /** Whose session it is; null: it has ended, or never was. */
  readonly userOf: (session: string) => Promise<SignedInUser | null>
  /** Whether anybody could sign in by password. */
  readonly hasUsers: () => Promise<boolean>
  /** @throws sign_in_refused, rate_exceeded */
  readonly signIn: (request: SignInRequest, from: string) => Promise<Started>
  /** The one user of a demo. */
  readonly signInToDemo: () => Promise<Started>
  readonly signOut: (session: string) => Promise<void>
  /** Ends all sessions of a user, this one too. */
  readonly signOutEverywhere: (user: string) => Promise<void>
  /** What a link is for. @throws link_spent, rate_exceeded */
  readonly lookAtLink: (token: string, from: string) => Promise<LinkAnswer>
  /** Uses a link: makes the user, or sets the password anew, and signs in. @throws link_spent, password_weak, rate_exceeded */
  readonly acceptLink: (request: z.infer<typeof AcceptRequest>, from: string) => Promise<Started>
  /** All sessions end, and this one goes on under another secret. @throws sign_in_refused, password_weak */
  readonly changePassword: (user: string, request: PasswordRequest, from: string) => Promise<Started>
  readonly listTokens: (user: string) => Promise<TokenList>
  readonly createToken: (user: string, request: TokenRequest) => Promise<NewKeyAnswer>
  /** false: they have no such token. */
  readonly revokeToken: (user: string, id: string) => Promise<boolean>
  readonly listUsers: () => Promise<UserList>
  /** @throws user_exists */
  readonly invite: (request: InviteRequest, by: string) => Promise<LinkMade>
  /** null: there is none. */
  readonly dropInvitation: (id: string) => Promise<Pick<InvitationRow, 'email' | 'role'> | null>
  /** A link by which a user chooses a new password; null: no such user. */
  readonly offerReset: (user: string, by: string) => Promise<LinkMade | null>
  /** null: no such user. @throws last_admin */
  readonly changeRole: (user: string, role: RoleName) => Promise<RoleChanged | null>
  /** null: no such user. @throws last_admin */
  readonly removeUser: (user: string) => Promise<Pick<SignedInUser, 'email' | 'role'> | null>
  readonly note: (note: AuditNote) => Promise<void>
  readonly listAudit: (query: AuditQuery) => Promise<AuditPage>
}
