import { readLast } from '../measured.ts'
import { buildJudged } from './judged.ts'
import { reportFile, type Report } from './report.ts'

// usage: node --import tsx test/lab/kaluma/kaluma-json.ts   exits with 1 when docs/measured/kaluma.json judges another script than the sources build

const { sha256 } = await buildJudged()
const last = readLast<Report>(reportFile)
const isCurrent = last?.bundle.sha256 === sha256
if (last === undefined) process.stdout.write(`${reportFile} is not there yet: npm run kaluma writes it\n`)
else if (isCurrent) process.stdout.write(`${reportFile} is of this script\n`)
else
  process.stderr.write(
    `${reportFile} is of another script: ${last.bundle.sha256}, the sources build ${sha256}\n` +
      '  npm run kaluma, and commit what it writes\n',
  )
// The thread that builds would keep the process alive.
process.exit(last === undefined || isCurrent ? 0 : 1)
