/**
 * What Espruino's drivers for ESP32 and ESP8266 keep of a network's name and password, bytes: their buffers hold one more
 * than Wi-Fi allows, but they give the length of the buffer without its last byte to jsvGetString(), which takes another
 * one off (libs/network/esp32 and esp8266, jswrap_wifi_connect; linked and measured).
 */
export const espWifiKeeps = { ssid: 31, password: 63 } as const
