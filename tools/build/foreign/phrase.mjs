/** Marks a text that people read; the main thread says it in their language (tools/command-line/language.ts). */
export const phrase = ([text]) => text
