/** What has no class to be injected by. */
export const CONFIG = Symbol('CONFIG');
export const LOGGER = Symbol('LOGGER');
export const ACTIONS = Symbol('ACTIONS');
