import { spawnSync } from 'node:child_process'

// Runs the fault tests otherwise than `npm test` does: npm run test:faults:properties [-- output|pwm ...] [WORD ...] with PowerSwitch_1
// as a property on a pin; npm run test:faults:everything [-- WORD ...] with every feature of the platform beside it; npm run
// test:faults:pico-w [-- WORD ...] on the simulated Pico W.
const environments: Readonly<Record<string, NodeJS.ProcessEnv>> = {
  output: { FAULTS_AS: 'output' },
  pwm: { FAULTS_AS: 'pwm' },
  everything: { FAULTS_AS: 'everything' },
  'pico-w': { FAULTS_ON: 'pico-w' },
}
const given = process.argv.slice(2)
const isWay = (word: string): boolean => word in environments
const ways = given.some(isWay) ? given.filter(isWay) : ['output', 'pwm']
const words = given.filter((word) => !isWay(word))
for (const way of ways) {
  process.stdout.write(`# ${way}\n`)
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'test/runner/run.ts', 'test/faults', ...words], {
    stdio: 'inherit',
    env: { ...process.env, ...environments[way] },
  })
  if (status !== 0) process.exitCode = 1
}
