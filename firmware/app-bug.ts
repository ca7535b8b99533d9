import { log } from './log.ts'

/**
 * Logs what the application has thrown, with the engine's stack, whose places `npm run logs` shows in the application's own
 * source. @seldom
 */
export function logBug(error: { readonly stack?: string }): void {
  return log('E app bug ' + error + '\n' + (error && error.stack))
}
