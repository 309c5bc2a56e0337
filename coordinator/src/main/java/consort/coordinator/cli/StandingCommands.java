package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import consort.proto.StandingRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drain}, {@code evict} and {@code readmit}: what a worker, or all of an organization's, may do. */
final class StandingCommands {

    private StandingCommands() {
    }

    /** What the three have in common. */
    private abstract static class Standing extends Change {

        @Parameters(paramLabel = "WORKER|ORG", description = "a worker, as acme/w1, or an organization: all of its workers")
        private String party;

        /** The entry's word for it. */
        abstract String standing();

        abstract String reason();

        String party() {
            return party;
        }

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator) {
            int slash = party.indexOf('/');
            return coordinator.setStanding(StandingRequest.newBuilder()
                    .setOrganization(slash < 0 ? party : party.substring(0, slash))
                    .setWorker(slash < 0 ? "" : named(party.substring(slash + 1)))
                    .setStanding(standing()).setReason(reason()).build());
        }

        /** An empty name would mean all workers. */
        private String named(String worker) {
            if (worker.isEmpty()) {
                throw new CommandException(ExitCode.USAGE, "\"" + party + "\" names no worker; write it as "
                        + party + "w1, or " + party.substring(0, party.indexOf('/')) + " for all of its workers");
            }
            return worker;
        }
    }

    /** {@code drain}: it finishes what it has. */
    @Command(name = "drain", mixinStandardHelpOptions = true,
            description = "Give a worker, or all of an organization's, no new task; what they have they finish.")
    static final class Drain extends Standing {

        @Option(names = "--reason", defaultValue = "drained by the operator", description = "why; stands in the ledger")
        private String reason;

        @Override
        String standing() {
            return "draining";
        }

        @Override
        String reason() {
            return reason;
        }

        @Override
        String outcome() {
            return party() + " gets no new task";
        }
    }

    /** {@code evict}: its task ends, its stream is cut, and it gets no other. */
    @Command(name = "evict", mixinStandardHelpOptions = true,
            description = "Put a worker, or all of an organization's, out: their tasks end, and they get no session until readmitted.")
    static final class Evict extends Standing {

        @Option(names = "--reason", required = true, description = "why; stands in the ledger, and they are told")
        private String reason;

        @Override
        String standing() {
            return "evicted";
        }

        @Override
        String reason() {
            return reason;
        }

        @Override
        String outcome() {
            return party() + " is evicted";
        }
    }

    /** {@code readmit}: as if it had never been drained or evicted. */
    @Command(name = "readmit", mixinStandardHelpOptions = true,
            description = "Let a drained or evicted worker, or all of an organization's, take tasks again.")
    static final class Readmit extends Standing {

        @Option(names = "--reason", defaultValue = "readmitted by the operator", description = "why; stands in the ledger")
        private String reason;

        @Override
        String standing() {
            return "active";
        }

        @Override
        String reason() {
            return reason;
        }

        @Override
        String outcome() {
            return party() + " may take tasks";
        }
    }
}
