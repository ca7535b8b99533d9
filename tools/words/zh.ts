import type { Catalogue } from './catalogue.ts'
import { setStatus } from './zh/set-status.ts'
import { boardKinds } from './zh/board-kinds.ts'
import { board } from './zh/board.ts'
import { build } from './zh/build.ts'
import { chaos } from './zh/chaos.ts'
import { cloud } from './zh/cloud.ts'
import { commandLine } from './zh/command-line.ts'
import { config } from './zh/config.ts'
import { doctor } from './zh/doctor.ts'
import { flash, fleet } from './zh/flash.ts'
import { install } from './zh/install.ts'
import { kaluma } from './zh/kaluma.ts'
import { logs } from './zh/logs.ts'
import { serial } from './zh/serial.ts'
import { start } from './zh/start.ts'
import { thingModel } from './zh/thing-model.ts'

/** What the command line says in Chinese, by the room that says it. */
export const zhByRoom = {
  ...{
    commandLine,
    setStatus,
    boardKinds,
    board,
    build,
    chaos,
    cloud,
    config,
    doctor,
    flash,
    fleet,
    install,
    kaluma,
    logs,
    serial,
    start,
    thingModel,
  },
}

export const zh: Catalogue = Object.assign({}, ...Object.values(zhByRoom))
