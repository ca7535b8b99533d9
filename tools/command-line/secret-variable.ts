/** Environment variable for the deviceSecret, which on a command line would end up in the shell's history. */
export const deviceSecretVariable = 'SWITCH_DEVICE_SECRET'
