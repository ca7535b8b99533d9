/**
 * What a configuration can ask for. The usual script has all of it, the same for every device; a script with a
 * configuration inside (`npm run build -- --inline`) has only what that one asks for (tools/build/passes/inline-config.mjs).
 */

/** The configuration is a file in the board's Storage, read and checked at each start. */
export const withFile = true
/** The device triple, signed on the device. */
export const withTriple = true
/** The console's one-click copy of clientId, username and password. */
export const withLogin = true
export const withTls = true
export const withButtons = true
/** `atBoot: restore`. */
export const withRestore = true
