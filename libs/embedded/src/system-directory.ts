/** Where root keeps what an unprivileged account must reach although the service itself lies in a private folder. */
export const SYSTEM_DIRECTORY = '/var/lib/disaster-recovery-service';
