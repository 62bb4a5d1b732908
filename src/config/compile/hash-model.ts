import { contentHash } from '../../core/hash.ts'
import type { Model } from '../model.ts'

/** The hash of everything in a Model. */
export function hashModel(model: Omit<Model, 'hash'>): string {
  const { hash: _, ...body } = model as Model
  return contentHash(body)
}
