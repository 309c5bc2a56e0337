package consort.worker.cli;

/** The worker.yaml that is written for a new worker. */
final class WorkerYaml {

    private static final String TEMPLATE = """
            # What this machine offers. Names on the left are those that jobs use; what is on the right never leaves this machine.

            # Where the coordinator is now, if it moved since this worker joined.
            # coordinator: pool.example:7443

            # The HTTP proxy through which the coordinator is reached; "direct" for none, whatever https_proxy says.
            %s
            # How many devices (GPUs, or 1 for a CPU) this worker lends.
            devices: 1

            # Programs that train. consort worker check --trainer NAME tries one.
            trainers:
            #  fashion-cnn:
            #    command: [ "consort", "trainer", "djl", "--model", "fashion-cnn" ]
            #    environment: { OMP_NUM_THREADS: "1" }
            #    pass: [ PATH, HOME ]

            # Whether trainers are kept from this worker's keys, other processes and the network, by bubblewrap
            # (apt-get install bubblewrap): required, preferred (where it can be had) or none. docs/join.md says what they see.
            isolation: preferred

            # What this site allows, whatever the coordinator asks; docs/join.md has all of it.
            policy:
            #  hours: "20:00-06:00"
            #  budget: { hoursPerDay: 8 }

            # Whether this worker may be your organization's witness of the ledger (docs/join.md).
            witness: true

            # Folders with data.
            data:
            #  fashion-train: /srv/acme/fashion-train

            # Of this machine's disk.
            limits:
              cacheBytes: 20 GiB     # models kept
              modelBytes: 4 GiB      # the largest model taken
              updateBytes: 4 GiB     # the largest update formed
            """;

    /** What to do when nothing is offered. */
    static final String FILL_IN = "write the trainer and the data folder that your jobs name under trainers: and data: in it,"
            + " as its comments and docs/join.md show";

    private WorkerYaml() {
    }

    /** @param proxyLine the line about the proxy, with its end */
    static String template(String proxyLine) {
        return TEMPLATE.formatted(proxyLine);
    }
}
