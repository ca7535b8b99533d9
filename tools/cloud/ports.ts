/** Where devices connect, MQTT's registered port. */
export const defaultPort = 1883
/** Where console, OpenAPI and `npm run set` are. */
export const defaultControlPort = 8080
