/**
 * Statements of MQTT 3.1.1 that the strict peer misjudges where network or board are to blame: a PUBLISH over the budget is
 * acknowledged before its last byte has come; a board that resets its Wi-Fi cannot say goodbye any more; and a peer behind a
 * network that stalls hears nothing for as long as that lasts.
 */
export const unjudged: readonly string[] = ['[MQTT-2.3.1-6]', '[MQTT-4.6.0-2]', '[MQTT-3.1.2-23]']
