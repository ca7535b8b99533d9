import { existsSync, rmSync } from 'node:fs'
import { writeWhole } from '../../local-files/write-whole.ts'
import { readConfigText } from '../file/config-file.ts'
import { Draft } from './draft.ts'
import { refuseTracked } from '../file/file-state.ts'

/**
 * The answers so far, in a file beside the one that will be written. It is written after each answer, so that neither Ctrl-C
 * nor a closed window loses any; only its owner can read it.
 */
export class KeptAnswers {
  readonly file: string

  /** `file`: the one that will be written. Throws UserError secret-tracked. */
  constructor(file: string) {
    this.file = `${file}.draft`
    if (this.exist) refuseTracked(this.file)
  }

  get exist(): boolean {
    return existsSync(this.file)
  }

  /** Throws UserError config-invalid when the file is not JSON any more. */
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
