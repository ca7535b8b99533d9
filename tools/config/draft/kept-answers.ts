import { existsSync, rmSync } from 'node:fs'
import { writeWhole } from '../../files/write-whole.ts'
import { readConfigText } from '../file/config-file.ts'
import { Draft } from './draft.ts'
import { refuseTracked } from '../file/file-state.ts'

/**
 * What was answered so far, in a file beside the one to be: written after each answer, so that neither Ctrl-C nor a closed
 * window loses any; readable by the owner only.
 */
export class KeptAnswers {
  readonly file: string

  /** `file`: the one to be. Throws UserError secret-tracked. */
  constructor(file: string) {
    this.file = `${file}.draft`
    if (this.exist) refuseTracked(this.file)
  }

  get exist(): boolean {
    return existsSync(this.file)
  }

  /** Throws UserError config-invalid when somebody made something else of it. */
  read(): Draft {
    return new Draft(readConfigText(this.file))
  }

  /** Throws UserError not-written. */
  write({ text }: Draft): void {
    writeWhole(this.file, text, 0o600)
  }

  remove(): void {
    rmSync(this.file, { force: true })
  }
}
