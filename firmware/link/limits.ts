/** Aliyun silently drops what exceeds 30 PUBLISHes a second. 5 in a slot of 250 ms are never over 25 in any second. */
export const slotMs = 250
export const publishesPerSlot = 5

/** So many failed attempts in a row, although Wi-Fi is joined, reset Wi-Fi. */
export const resetWifiAfter = 5
