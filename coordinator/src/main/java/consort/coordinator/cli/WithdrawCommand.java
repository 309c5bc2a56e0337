package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import consort.proto.WithdrawJobRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code withdraw}: takes back a job that waits for approvals. */
@Command(name = "withdraw", mixinStandardHelpOptions = true,
        description = "Take back a job that waits for approvals: it never runs. 'stop' ends one that runs.")
final class WithdrawCommand extends Change {

    @Parameters(paramLabel = "JOB", description = "its SHA-256, or the first 8 characters of it or more, as 'status' shows it")
    private String job;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; stands in the ledger, for all members")
    private String reason;

    @Override
    ChangeReply ask(OperatorBlockingStub coordinator) {
        return coordinator.withdrawJob(WithdrawJobRequest.newBuilder().setJob(job).setReason(reason).build());
    }

    @Override
    String outcome() {
        return "job " + job + " is withdrawn";
    }
}
