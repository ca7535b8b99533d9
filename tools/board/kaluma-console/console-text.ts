/** A byte as the character of that code. */
export const latin1 = (byte: number): string => String.fromCharCode(byte)

/** What Kaluma prints when it starts, and at `.hi` (cmd_hi in src/repl.c). */
export const banner = [
  '         ___',
  '   _____/ . \\   Welcome to Kaluma v1.2.1',
  '  /        __>  https://kaluma.io',
  ' |/\\________/',
  "  \\__@  v  v    Type '.help' for more info.",
  '-----------------------------------------------',
  '',
  '',
].join('\r\n')

/** The prompt with an empty line behind it (km_repl_print_prompt). */
export const prompt = '\x1b[0m\r\x1b7> \x1b[H\x1b[900C\x1b[6n\x1b8\x1b[2C'

export const help = [
  '.help\tPrint this help message',
  '.hi\tPrint welcome message',
  '.echo\tEcho on/off',
  '.reset\tSoft reset',
  '.flash\tCommands for flash',
  '.load\tLoad code from flash',
  '.mem\tHeap memory status',
  '.gc\tPerform garbage collection',
  '',
  'CTRL+C\tAbort running code',
  'CTRL+D\tSoft reset',
  '',
].join('\r\n')

export const flashHelp = [
  '.flash command options:',
  '-w\tWrite code to flash via YMODEM',
  '-e\tErase the code in flash',
  '-t\tPrint total size of flash for code',
  '-s\tPrint the size of the code in flash',
  '-r\tPrint the code in flash',
  '',
].join('\r\n')
