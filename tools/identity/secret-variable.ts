/** The environment's name for the deviceSecret; on a command line it would end up in the shell's history. */
export const deviceSecretVariable = 'SWITCH_DEVICE_SECRET'
