/**
 * Espruino's API for an application (2v29; https://www.espruino.com/Reference): what the boards of this project have of it.
 * `npm run api` compares each line with the engine's own reference. In an editor, this file is all that a project includes.
 */
/// <reference path="./engine-types/language.d.ts" />
/// <reference path="./engine-types/lacking.d.ts" />
/// <reference path="./engine-types/pins.d.ts" />
/// <reference path="./engine-types/buses.d.ts" />
/// <reference path="./engine-types/timers.d.ts" />
/// <reference path="./engine-types/engine.d.ts" />
/// <reference path="./engine-types/files.d.ts" />
/// <reference path="./engine-types/network.d.ts" />
/// <reference path="./engine-types/boards.d.ts" />
/// <reference path="./engine-types/modules.d.ts" />
