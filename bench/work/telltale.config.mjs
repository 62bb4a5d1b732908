export { config as default } from './definitions.mjs'
