import type { FlashShape } from '../../../tools/storage/flash-storage.ts'
import { profiles } from '../../../tools/board/profile.ts'

/** Shapes of Storage for the simulated board. */
export const shapes: Readonly<Record<'esp32' | 'esp8266', FlashShape>> = {
  esp32: profiles.esp32.storage,
  esp8266: profiles.esp8266.storage,
}

/** How full Storage is beside what npm run flash leaves. */
export const fills = ['empty', 'half full', 'full'] as const
export type Fill = (typeof fills)[number]
