/** The parts of jStat that tests take as a second source; the package brings no types. */
declare module 'jstat' {
  type Continuous = { cdf(x: number, ...parameters: number[]): number; inv(p: number, ...parameters: number[]): number }
  type Discrete = { cdf(k: number, ...parameters: number[]): number }
  export const jStat: {
    gammaln(x: number): number
    normal: Continuous
    beta: Continuous
    chisquare: Continuous
    studentt: Continuous
    poisson: Discrete
    /** Parameters: size, probability. */
    negbin: Discrete
    binomial: Discrete
  }
}
