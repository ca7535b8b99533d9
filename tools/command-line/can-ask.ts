/** Whether a person can be asked: standard input and output are terminals, and this is not a CI run. */
export function canAsk(): boolean {
  const { CI = '' } = process.env
  return (
    [process.stdin, process.stdout].every(({ isTTY }) => isTTY === true) && (CI === '' || CI === '0' || CI === 'false')
  )
}
