/**
 * How many bytes of a network's name and password Espruino's drivers for ESP32 and ESP8266 keep: one less than Wi-Fi
 * allows. Their buffers hold one more than Wi-Fi allows, but they pass the buffer's length less one to jsvGetString(), which
 * itself leaves out the last byte (libs/network/esp32 and esp8266, jswrap_wifi_connect; linked and measured).
 */
export const espWifiKeeps = { ssid: 31, password: 63 } as const
