// Loaded into a worker before anything else (node --import). On SIGUSR2 its wall clock jumps an hour ahead, on SIGHUP an
// hour back; the monotonic clock and the timers go on as before, as they do when an administrator sets a clock.
const HOUR_MS = 3_600_000;

const RealDate = Date;
let shiftMs = 0;

const now = (): number => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  get: (target, property, receiver) =>
    property === 'now' ? now : (Reflect.get(target, property, receiver) as unknown),
});

process.on('SIGUSR2', () => (shiftMs += HOUR_MS));
process.on('SIGHUP', () => (shiftMs -= HOUR_MS));
