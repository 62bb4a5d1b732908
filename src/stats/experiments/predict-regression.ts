/**
 * Where those picked for being low (or high) will be found next time if nothing is done: as far from the mean as the reliability of the measure leaves them,
 * mean + reliability × (picked − mean). What a before-and-after comparison takes for an effect.
 */
export function predictRegression(
  picked: number,
  { mean, reliability }: { readonly mean: number; readonly reliability: number },
): number {
  return mean + reliability * (picked - mean)
}
