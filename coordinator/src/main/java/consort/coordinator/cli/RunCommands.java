package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import consort.proto.PauseRequest;
import consort.proto.ResumeRequest;
import consort.proto.StopReply;
import consort.proto.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pause}, {@code resume} and {@code stop}: what the operator does to one run. */
final class RunCommands {

    private RunCommands() {
    }

    /** {@code pause}: no further round opens. */
    @Command(name = "pause", mixinStandardHelpOptions = true,
            description = "Let no further round of a run open; the open one goes on.")
    static final class Pause extends Change {

        @Parameters(paramLabel = "RUN", description = "number of the run")
        private long run;

        @Option(names = "--cause", defaultValue = "paused by the operator", description = "why; stands in the ledger")
        private String cause;

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator) {
            return coordinator.pause(PauseRequest.newBuilder().setRun(run).setCause(cause).build());
        }

        @Override
        String outcome() {
            return "run " + run + " is paused";
        }
    }

    /** {@code resume}: rounds open again. */
    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Let a paused run go on.")
    static final class Resume extends Change {

        @Parameters(paramLabel = "RUN", description = "number of the run")
        private long run;

        @Option(names = "--cause", defaultValue = "resumed by the operator", description = "why; stands in the ledger")
        private String cause;

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator) {
            return coordinator.resume(ResumeRequest.newBuilder().setRun(run).setCause(cause).build());
        }

        @Override
        String outcome() {
            return "run " + run + " goes on";
        }
    }

    /** {@code stop}: ends a run with its last good model. */
    @Command(name = "stop", mixinStandardHelpOptions = true, description = "End a run; its last good model stays.")
    static final class Stop extends Change {

        @Parameters(paramLabel = "RUN", description = "number of the run")
        private long run;

        @Option(names = "--cause", defaultValue = "stopped by the operator", description = "why; stands in the ledger")
        private String cause;

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator) {
            StopReply stopped = coordinator.stop(StopRequest.newBuilder().setRun(run).setCause(cause).build());
            return ChangeReply.newBuilder().setEntry(stopped.getEntry()).setAlready(stopped.getAlready()).build();
        }

        @Override
        String outcome() {
            return "run " + run + " stopped";
        }
    }
}
