/**
 * What a configuration can ask for. The script has it all, the same for every device; a build with a configuration inside
 * (`npm run build -- --inline`) has what that one asks for (rollup.config.mjs).
 */

/** The configuration is a file in the board's Storage, read and checked at each start. */
export const withFile = true
/** The device triple, signed on the device. */
export const withTriple = true
/** The console's one-click copy. */
export const withLogin = true
export const withTls = true
export const withButtons = true
/** `atBoot: restore`. */
export const withRestore = true
