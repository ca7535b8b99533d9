/** The text of device.json where the build has it inside (`npm run build -- --inline`), else ''. */
export const inlineConfig = ''
