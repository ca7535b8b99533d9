/** See publish.ts. */
export { oweMessage } from './publish.ts'
