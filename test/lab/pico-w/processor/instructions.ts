/**
 * The Thumb instructions of an ARMv6-M (its Architecture Reference Manual, A5 and A6), each as a pattern of its bits and as
 * JavaScript. A letter of a pattern is an operand of that name. Beside these there are in the text: `r` the registers
 * (Int32Array); `pc`, where the next instruction is; `z`, the last result, from which sign and zero are taken; `C` and `V`, the
 * other flags; `n`, the cycles; `m`, the memory, `c`, the core of rp2040js; and `a`, `b`, `t`, `k` to be used.
 */
export type Instruction = readonly [pattern: string, text: string]

const add = (x: string, y: string, store = ''): string =>
  `a=${x};b=${y};t=a+b|0;C=t>>>0<a>>>0;V=((a^t)&(b^t))<0;z=t;${store}`
const subtract = (x: string, y: string, store = ''): string =>
  `a=${x};b=${y};t=a-b|0;C=a>>>0>=b>>>0;V=((a^b)&(a^t))<0;z=t;${store}`
const addCarry = `a=r[d];b=r[m];k=C?1:0;t=a+b+k|0;C=(a>>>0)+(b>>>0)+k>4294967295;V=((a^t)&(b^t))<0;r[d]=z=t`
const subtractBorrow = `a=r[d];b=r[m];k=C?0:1;t=a-b-k|0;C=a>>>0>=(b>>>0)+k;V=((a^b)&(a^t))<0;r[d]=z=t`

/** RAM at once, everything else by the memory. */
const isRam = (size: number): string => `t=a-536870912>>>0;if(t<S${size > 1 ? `&&!(a&${size - 1})` : ''})`
const read32 = (at: string, to: string): string => `n++;a=${at};${isRam(4)}${to}=R[t>>>2];else ${to}=m.read32(a);`
const write32 = (at: string, from: string): string =>
  `n++;a=${at};${isRam(4)}R[t>>>2]=${from};else m.write32(a,${from});`
const read16 = (at: string): string => `n++;a=${at};${isRam(2)}b=H[t>>>1];else b=m.read16(a);`
const write16 = (at: string): string => `n++;a=${at};${isRam(2)}H[t>>>1]=r[d];else m.write16(a,r[d]);`
const read8 = (at: string): string => `n++;a=${at};${isRam(1)}b=B[t];else b=m.read8(a);`
const write8 = (at: string): string => `n++;a=${at};${isRam(1)}B[t]=r[d];else m.write8(a,r[d]);`

/** For each register of a list `l`: the text, in which `i` is its number and `b` its address. */
const each = (text: string): string => `for(let i=0;l>>i;i++)if(l>>i&1){${text}b+=4}`
const sign = (bits: number, value: string): string => `${value}<<${32 - bits}>>${32 - bits}`

const conditions = ['z===0', 'z!==0', 'C', '!C', 'z<0', 'z>=0', 'V', '!V', 'C&&z!==0', '!C||z===0']
const signedConditions = ['z<0===V', 'z<0!==V', 'z!==0&&z<0===V', 'z===0||z<0!==V']

const shifts: readonly Instruction[] = [
  ['0000000000mmmddd', 'r[d]=z=r[m]'],
  ['00000iiiiimmmddd', 'a=r[m];C=(a>>>32-i&1)!==0;r[d]=z=a<<i'],
  ['00001iiiiimmmddd', 'a=r[m];k=i||32;C=(a>>>k-1&1)!==0;r[d]=z=k<32?a>>>k|0:0'],
  ['00010iiiiimmmddd', 'a=r[m];k=i||32;C=(a>>>k-1&1)!==0;r[d]=z=a>>(k<32?k:31)'],
]

const arithmetic: readonly Instruction[] = [
  ['0001100mmmnnnddd', add('r[n_]', 'r[m]', 'r[d]=t')],
  ['0001101mmmnnnddd', subtract('r[n_]', 'r[m]', 'r[d]=t')],
  ['0001110iiinnnddd', add('r[n_]', 'i', 'r[d]=t')],
  ['0001111iiinnnddd', subtract('r[n_]', 'i', 'r[d]=t')],
  ['00100dddiiiiiiii', 'r[d]=z=i'],
  ['00101dddiiiiiiii', subtract('r[d]', 'i')],
  ['00110dddiiiiiiii', add('r[d]', 'i', 'r[d]=t')],
  ['00111dddiiiiiiii', subtract('r[d]', 'i', 'r[d]=t')],
]

const registers: readonly Instruction[] = [
  ['0100000000mmmddd', 'r[d]=z=r[d]&r[m]'],
  ['0100000001mmmddd', 'r[d]=z=r[d]^r[m]'],
  ['0100000010mmmddd', 'k=r[m]&255;if(k){a=r[d];C=k<=32&&(a>>>32-k&1)!==0;r[d]=k<32?a<<k:0}z=r[d]'],
  ['0100000011mmmddd', 'k=r[m]&255;if(k){a=r[d];C=k<=32&&(a>>>k-1&1)!==0;r[d]=k<32?a>>>k:0}z=r[d]'],
  ['0100000100mmmddd', 'k=r[m]&255;if(k){a=r[d];C=(a>>(k<33?k-1:31)&1)!==0;r[d]=a>>(k<32?k:31)}z=r[d]'],
  ['0100000101mmmddd', addCarry],
  ['0100000110mmmddd', subtractBorrow],
  ['0100000111mmmddd', 'k=r[m]&255;if(k){a=r[d];r[d]=k&31?a>>>(k&31)|a<<32-(k&31):a;C=r[d]<0}z=r[d]'],
  ['0100001000mmmddd', 'z=r[d]&r[m]'],
  ['0100001001mmmddd', subtract('0', 'r[m]', 'r[d]=t')],
  ['0100001010mmmddd', subtract('r[d]', 'r[m]')],
  ['0100001011mmmddd', add('r[d]', 'r[m]')],
  ['0100001100mmmddd', 'r[d]=z=r[d]|r[m]'],
  ['0100001101mmmddd', 'r[d]=z=Math.imul(r[d],r[m])'],
  ['0100001110mmmddd', 'r[d]=z=r[d]&~r[m]'],
  ['0100001111mmmddd', 'r[d]=z=~r[m]'],
]

/** A jump, or the end of an exception, which brings the flags of before. */
const leave = (to: string): string =>
  `if(${to}>>>28===15){c.N=z<0;c.Z=z===0;c.C=C;c.V=V;r[15]=pc;c.BXWritePC(${to}>>>0);` +
  `pc=r[15]&~1;z=c.Z?0:c.N?-1:1;C=c.C;V=c.V;m.budget=0}else pc=${to}&~1`

/** Any two registers; the program counter is two instructions ahead. */
const source = 'b=m_===15?pc+2:r[m_];'
const high: readonly Instruction[] = [
  ['01000100Dmmmmddd', `${source}k=d|D<<3;if(k===15){pc=pc+2+b&~1;n++}else r[k]=k===13?r[k]+b&~3:r[k]+b`],
  ['01000101Dmmmmddd', `${source}k=d|D<<3;${subtract('k===15?pc+2:r[k]', 'b')}`],
  ['01000110Dmmmmddd', `${source}k=d|D<<3;if(k===15){pc=b&~1;n++}else r[k]=k===13?b&~3:b`],
  ['010001110mmmm000', `${source}n++;${leave('b')}`],
  ['010001111mmmm000', `${source}n++;r[14]=pc|1;pc=b&~1`],
]

const memory: readonly Instruction[] = [
  ['01001dddiiiiiiii', read32('(pc+2&~3)+(i<<2)', 'r[d]')],
  ['0101000mmmnnnddd', write32('r[n_]+r[m]|0', 'r[d]')],
  ['0101001mmmnnnddd', write16('r[n_]+r[m]|0')],
  ['0101010mmmnnnddd', write8('r[n_]+r[m]|0')],
  ['0101011mmmnnnddd', `${read8('r[n_]+r[m]|0')}r[d]=${sign(8, 'b')}`],
  ['0101100mmmnnnddd', read32('r[n_]+r[m]|0', 'r[d]')],
  ['0101101mmmnnnddd', `${read16('r[n_]+r[m]|0')}r[d]=b`],
  ['0101110mmmnnnddd', `${read8('r[n_]+r[m]|0')}r[d]=b`],
  ['0101111mmmnnnddd', `${read16('r[n_]+r[m]|0')}r[d]=${sign(16, 'b')}`],
  ['01100iiiiinnnddd', write32('r[n_]+(i<<2)|0', 'r[d]')],
  ['01101iiiiinnnddd', read32('r[n_]+(i<<2)|0', 'r[d]')],
  ['01110iiiiinnnddd', write8('r[n_]+i|0')],
  ['01111iiiiinnnddd', `${read8('r[n_]+i|0')}r[d]=b`],
  ['10000iiiiinnnddd', write16('r[n_]+(i<<1)|0')],
  ['10001iiiiinnnddd', `${read16('r[n_]+(i<<1)|0')}r[d]=b`],
  ['10010dddiiiiiiii', write32('r[13]+(i<<2)|0', 'r[d]')],
  ['10011dddiiiiiiii', read32('r[13]+(i<<2)|0', 'r[d]')],
]

const popped = `${read32('b', 'k')}r[13]=b+4;n++;${leave('k')}`
const lists: readonly Instruction[] = [
  ['10110100llllllll', `b=0;${each('')}b=r[13]-b;k=b;${each(write32('b', 'r[i]'))}r[13]=k`],
  ['10110101llllllll', `b=4;${each('')}b=r[13]-b;k=b;${each(write32('b', 'r[i]'))}${write32('b', 'r[14]')}n--;r[13]=k`],
  ['10111100llllllll', `b=r[13];${each(read32('b', 'r[i]'))}r[13]=b`],
  ['10111101llllllll', `b=r[13];${each(read32('b', 'r[i]'))}${popped}`],
  ['11000nnnllllllll', `b=r[n_];${each(write32('b', 'r[i]'))}r[n_]=b`],
  ['11001nnnllllllll', `b=r[n_];${each(read32('b', 'r[i]'))}if(!(l>>n_&1))r[n_]=b`],
]

const others: readonly Instruction[] = [
  ['10100dddiiiiiiii', 'r[d]=(pc+2&~3)+(i<<2)'],
  ['10101dddiiiiiiii', 'r[d]=r[13]+(i<<2)'],
  ['101100000iiiiiii', 'r[13]=r[13]+(i<<2)&~3'],
  ['101100001iiiiiii', 'r[13]=r[13]-(i<<2)&~3'],
  ['1011001000mmmddd', `r[d]=${sign(16, 'r[m]')}`],
  ['1011001001mmmddd', `r[d]=${sign(8, 'r[m]')}`],
  ['1011001010mmmddd', 'r[d]=r[m]&65535'],
  ['1011001011mmmddd', 'r[d]=r[m]&255'],
  ['1011101000mmmddd', 'a=r[m];r[d]=a<<24|(a&65280)<<8|a>>>8&65280|a>>>24'],
  ['1011101001mmmddd', 'a=r[m];r[d]=(a&16711935)<<8|a>>>8&16711935'],
  ['1011101011mmmddd', 'a=r[m];r[d]=(a&255)<<24>>16|a>>>8&255'],
  ['1011111100000000', ''],
  ['1011111100010000', ''],
  ['1011111101000000', 'c.eventRegistered=true'],
  ['11100iiiiiiiiiii', `pc=pc+2+(i<<21>>20);n++`],
]

const branches = [...conditions, ...signedConditions].map((condition, code): Instruction => [
  `1101${code.toString(2).padStart(4, '0')}iiiiiiii`,
  `if(${condition}){pc=pc+2+(i<<24>>23);n++}`,
])

/**
 * BL, and the barriers, which do nothing here; `next` is the half-word behind. The others of 32 bits are of the system:
 * rp2040js runs them.
 */
export const wide = {
  call:
    'const s=o>>10&1;r[14]=pc+2|1;n+=2;' +
    'pc=pc+2+((s?-16777216:0)|(1-(s^next>>13&1))<<23|(1-(s^next>>11&1))<<22|(o&1023)<<12|(next&2047)<<1)',
  barrier: 'pc+=2;n+=2',
}

/** In the order in which they are to be tried: what comes first is the narrower pattern. */
export const instructions: readonly Instruction[] = [
  ...[shifts, arithmetic, registers, high, memory, lists, others, branches].flat(),
]
