/**
 * How many bytes go over the board's prompt at once: with command and checksum less than 512, the smallest input buffer
 * (ESP8266), and what an ESP8266 can encode at once; a multiple of 4, in which flash is written, and of 3, which Base64
 * encodes at a time.
 */
export const pieceBytes = 180

/** How long one may take, ms: longer than the 5 s for which the package `espruino` waits for a packet's acknowledgement. */
export const pieceMs = 6_000
