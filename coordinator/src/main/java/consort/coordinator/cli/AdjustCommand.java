package consort.coordinator.cli;

import consort.proto.AdjustRequest;
import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adjust}: what members agreed to owe each other beside their bills. */
@Command(name = "adjust", mixinStandardHelpOptions = true, description = {"Enter what members agreed to owe each other.",
    "It is paid with the bill of the open period."})
final class AdjustCommand extends PeriodChange {

    @Parameters(arity = "2..*", paramLabel = "ORG=AMOUNT",
            description = "what each gets, such as acme=12.50, or owes, such as beta=-12.50; the amounts sum to 0")
    private List<String> postings;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; stands in the ledger, for all members")
    private String reason;

    @Option(names = "--dispute", paramLabel = "ENTRY", description = "the dispute that it follows from")
    private long dispute;

    @Override
    List<String> words() {
        return Stream.concat(Stream.of("adjust", reason), postings.stream()).toList();
    }

    @Override
    ChangeReply ask(OperatorBlockingStub coordinator, long number) {
        AdjustRequest.Builder request = AdjustRequest.newBuilder().setReason(reason).setDispute(dispute).setPeriod(number);
        postings.forEach(posting -> request.addPostings(posting(posting)));
        return coordinator.adjust(request.build());
    }

    @Override
    String outcome() {
        return "with the next bill are paid " + String.join(", ", postings);
    }

    private static AdjustRequest.Posting posting(String text) {
        int sign = text.indexOf('=');
        if (sign < 1) {
            throw new CommandException(ExitCode.USAGE, "\"" + text + "\": give an organization and an amount, such as acme=12.50");
        }
        return AdjustRequest.Posting.newBuilder().setOrganization(text.substring(0, sign)).setAmount(text.substring(sign + 1)).build();
    }
}
