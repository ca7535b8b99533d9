import { importing, type CostApp } from './apps.ts'

/** An application that uses a feature of the platform, in the smallest way, beside the post that all of them have. */
export interface FeatureApp extends CostApp {
  readonly imports: string
  readonly use: string
}

const post = 'postProps({ Level: 7 })'

/** What features are compared with: an application that only posts. */
export const featuresBase: CostApp = { name: 'base', source: importing('postProps', post) }

/** [as the table names it, what is imported, the use], in the order of docs/platform-features.md. */
const uses: readonly (readonly [name: string, imports: string, use: string])[] = [
  ['publish(topic, payload)', 'publish', "publish('user/update', 'hi')"],
]

/** An application for each feature alone. */
export const features: readonly FeatureApp[] = uses.map(([name, imports, use]) => ({
  ...{ name, imports, use },
  source: importing(`postProps, ${imports}`, `${post}\n${use}`),
}))

/** All of them at once. */
export const allFeatures: CostApp = {
  name: 'all',
  source: importing(
    ['postProps', ...new Set(uses.flatMap(([, imports]) => imports.split(', ')))].join(', '),
    [post, ...uses.map(([, , use]) => use)].join('\n'),
  ),
}

/** The core's hooks for them, each used by an application that reaches into the firmware: [name, imports, file, use]. */
export const hooks: readonly CostApp[] = []
