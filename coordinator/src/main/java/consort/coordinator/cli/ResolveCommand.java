package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import consort.proto.ResolveRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resolve}: says what became of a dispute. */
@Command(name = "resolve", mixinStandardHelpOptions = true, description = {"Say what became of a dispute about a bill.",
    "The bill itself never changes: what was wrong with it is put right in the next one."})
final class ResolveCommand extends Change {

    /** One of the two. */
    static final class Outcome {

        @Option(names = "--uphold", description = "the member is right")
        private boolean uphold;

        @Option(names = "--reject", description = "the bill is right")
        private boolean reject;
    }

    @Parameters(paramLabel = "ENTRY", description = "the dispute's entry, as 'status' shows it")
    private long dispute;

    @ArgGroup(multiplicity = "1")
    private Outcome outcome;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; stands in the ledger, for all members")
    private String reason;

    @Override
    ChangeReply ask(OperatorBlockingStub coordinator) {
        return coordinator.resolve(ResolveRequest.newBuilder().setDispute(dispute).setUpheld(outcome.uphold).setReason(reason).build());
    }

    @Override
    String outcome() {
        return "dispute " + dispute + " is " + (outcome.uphold ? "upheld" : "rejected");
    }
}
