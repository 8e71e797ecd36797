export const USAGE = `drctl: executes recovery plans where nothing of the service is left.

  drctl bundle verify <file> --key <key>
  drctl bundle show <file>

  drctl run <file> --key <key> --type planned|unplanned --reason <text> --by <name> --journal <directory>
    --procedure <id>              a procedure instead of a failover (--type)
    --i-declare-the-service-dead  somebody has made sure that the service will not act: needed for a live plan
    --passphrase-file <file>      opens the secrets of the bundle; without it the terminal is asked
    --secrets-file <file>         {"name": "value"}; for bundles without secrets, or instead of theirs
    --allow-commands <paths>      programs that steps may run here, with commas between them (COMMAND_ALLOW)
    --action-packages <names>     packages with actions of your own (ACTION_PACKAGES)
    --outage-started <instant>    from where the RTO is measured; now when it is not said
    --epoch <number>              at least this; for when a later epoch is known than the bundle can know
    --allow-expired               although the bundle is older than it should be
    --no-input                    never ask the terminal: end with 3 when a person is needed
  The same command goes on after whatever happened to it.

  drctl status --journal <directory> [--json]
  drctl confirm <step> --journal <directory> --by <name> [--comment <text>]
  drctl retry|skip <step> --journal <directory> --by <name> --comment <text>
  drctl cancel --journal <directory> --by <name> [--comment <text>]

  drctl ingest --journal <directory> --url <service> --token-file <file> | --token <token>

  <key> is the service's public key (GET /disaster-recovery/bundle-key), or a file that has it.

Ends with 0: completed; 1: failed; 2: wrong usage; 3: waits for a person; 4: completed with exceptions.`;
