package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import consort.proto.ReverseRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reverse}: of a claim other device time counts than was accepted. */
@Command(name = "reverse", mixinStandardHelpOptions = true, description = {"Let other device time of a usage claim count.",
    "A closed period stays as it is: the next bill pays what its bill would have been otherwise."})
final class ReverseCommand extends Change {

    @Parameters(paramLabel = "ENTRY", description = "the claim's entry, as 'consort audit statement --json' names it")
    private long claim;

    @Option(names = "--accepted-millis", required = true, paramLabel = "N",
            description = "device time that counts from now on, at most what was claimed; 0 for none")
    private long acceptedMillis;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; stands in the ledger, for all members")
    private String reason;

    @Option(names = "--dispute", paramLabel = "ENTRY", description = "the dispute that it follows from")
    private long dispute;

    @Override
    ChangeReply ask(OperatorBlockingStub coordinator) {
        return coordinator.reverse(ReverseRequest.newBuilder().setClaim(claim).setAcceptedMillis(acceptedMillis).setReason(reason)
                .setDispute(dispute).build());
    }

    @Override
    String outcome() {
        return "claim " + claim + " counts for " + acceptedMillis + " ms";
    }
}
