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

    /** What the three have in common. */
    private abstract static class OfRun extends Change {

        @Parameters(paramLabel = "RUN", description = "number of the run")
        private long run;

        @Option(names = "--cause", description = "why; stands in the ledger (default: that the operator did it)")
        private String cause;

        private final String otherwise;

        /** @param otherwise the cause, when none is given */
        OfRun(String otherwise) {
            this.otherwise = otherwise;
        }

        abstract ChangeReply ask(OperatorBlockingStub coordinator, long run, String cause);

        @Override
        final ChangeReply ask(OperatorBlockingStub coordinator) {
            return ask(coordinator, run, cause == null ? otherwise : cause);
        }

        String run() {
            return "run " + run;
        }
    }

    /** {@code pause}: no further round opens. */
    @Command(name = "pause", mixinStandardHelpOptions = true,
            description = "Let no further round of a run open; the open one goes on.")
    static final class Pause extends OfRun {

        Pause() {
            super("paused by the operator");
        }

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator, long run, String cause) {
            return coordinator.pause(PauseRequest.newBuilder().setRun(run).setCause(cause).build());
        }

        @Override
        String outcome() {
            return run() + " is paused";
        }
    }

    /** {@code resume}: rounds open again. */
    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Let a paused run go on.")
    static final class Resume extends OfRun {

        Resume() {
            super("resumed by the operator");
        }

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator, long run, String cause) {
            return coordinator.resume(ResumeRequest.newBuilder().setRun(run).setCause(cause).build());
        }

        @Override
        String outcome() {
            return run() + " goes on";
        }
    }

    /** {@code stop}: ends a run with its last good model. */
    @Command(name = "stop", mixinStandardHelpOptions = true, description = "End a run; its last good model stays.")
    static final class Stop extends OfRun {

        Stop() {
            super("stopped by the operator");
        }

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator, long run, String cause) {
            StopReply stopped = coordinator.stop(StopRequest.newBuilder().setRun(run).setCause(cause).build());
            return ChangeReply.newBuilder().setEntry(stopped.getEntry()).setAlready(stopped.getAlready()).build();
        }

        @Override
        String outcome() {
            return run() + " stopped";
        }
    }
}
