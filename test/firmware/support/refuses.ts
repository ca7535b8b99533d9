import assert from 'node:assert/strict'
import { problemsOf } from './board-at-boot.ts'

const secrets = ['correct horse', '0123456789abcdef', '898d0e97fb7d', 'hunter2', '12345678']

/** Exactly one problem, which begins with the path and says what is wanted; no secret in it. */
export function refuses(config: unknown, path: string, wanted: RegExp): void {
  const problems = problemsOf(config)
  assert.equal(problems.length, 1, problems.join('\n'))
  const [problem = ''] = problems
  assert.ok(problem.startsWith(path), problem)
  assert.match(problem, wanted)
  for (const secret of secrets) assert.equal(problem.includes(secret), false, problem)
}
