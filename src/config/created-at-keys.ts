/** What senders call the moment of creation when nobody says otherwise: as databases do, and as Segment reserves it. */
const USUAL = ['created_at', 'createdAt'] as const

/** The traits that hold when an account or a person was created: the configured one, else either usual name. */
export function createdAtKeys({ createdAtTrait }: { readonly createdAtTrait: string }): readonly string[] {
  return createdAtTrait === USUAL[0] ? USUAL : [createdAtTrait]
}
