export { stoppable, throwIfStopped } from '#outbound/stoppable.js';
