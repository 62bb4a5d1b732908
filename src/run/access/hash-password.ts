import { scrypt, timingSafeEqual } from 'node:crypto'

/** Parameters of scrypt. */
export type HashCost = { readonly N: number; readonly r: number; readonly p: number }

/** 32 MB of memory, three passes; as OWASP's cheat sheet on storing passwords has it. */
export const FULL_COST: HashCost = { N: 2 ** 15, r: 8, p: 3 }
const MOST_MEMORY = 64 * 2 ** 20
const LENGTH = 32
const AT_ONCE = 2

/** A password as it is kept: `scrypt$N$r$p$salt$hash`. @param salt 16 random bytes */
export async function hashPassword(password: string, salt: Uint8Array, cost: HashCost): Promise<string> {
  const { N, r, p } = cost
  const hash = await derive(password, salt, cost)
  return ['scrypt', N, r, p, Buffer.from(salt).toString('base64url'), hash.toString('base64url')].join('$')
}

/** Whether it is the password; a `kept` of null is that of nobody, and takes as long as others do that were made at `cost`. */
export async function verifyPassword(password: string, kept: string | null, cost: HashCost): Promise<boolean> {
  const [, N = cost.N, r = cost.r, p = cost.p, salt = NO_SALT, hash = ''] = kept?.split('$') ?? []
  const found = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  const expected = Buffer.from(hash, 'base64url')
  return kept !== null && expected.length === LENGTH && timingSafeEqual(found, expected)
}

const NO_SALT = 'AAAAAAAAAAAAAAAAAAAAAA'

let running = 0
const waiting: (() => void)[] = []

/** At most two at a time: each takes memory and a processor, and anybody may ask. */
async function derive(password: string, salt: Uint8Array, cost: HashCost): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, LENGTH, { ...cost, maxmem: MOST_MEMORY }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    )
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}
