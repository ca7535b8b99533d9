import { spawnSync } from 'node:child_process'

// Runs the fault tests with PowerSwitch_1 as a property on a pin: npm run test:faults:properties [-- output|pwm ...] [WORD ...]
const given = process.argv.slice(2)
const isWay = (word: string): boolean => word === 'output' || word === 'pwm'
const ways = given.some(isWay) ? given.filter(isWay) : ['output', 'pwm']
const words = given.filter((word) => !isWay(word))
for (const way of ways) {
  process.stdout.write(`# FAULTS_AS ${way}\n`)
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'test/runner/run.ts', 'test/faults', ...words], {
    stdio: 'inherit',
    env: { ...process.env, FAULTS_AS: way },
  })
  if (status !== 0) process.exitCode = 1
}
