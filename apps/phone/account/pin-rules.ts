/** Six digits, and not the ones that anybody would try first. The device slows guessing; this keeps the guess from being one. */
export const pinLength = 6;

export function isEasyPin(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, at) => digit - (digits[at] ?? 0));
  const oneStep = steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1;
  const halves = pin.slice(0, 3) === pin.slice(3) || /^(..)\1\1$/.test(pin);
  return oneStep || halves;
}
