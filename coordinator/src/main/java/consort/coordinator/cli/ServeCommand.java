package consort.coordinator.cli;

import consort.coordinator.core.Memory;
import consort.ledger.disk.FileProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code serve}: runs the coordinator until it is told to end. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Run the coordinator until it gets SIGTERM or SIGINT.")
final class ServeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = "${CONSORT_COORDINATOR_DIR:-./coordinator}",
            description = "the coordinator's folder (default: $CONSORT_COORDINATOR_DIR, else ./coordinator)")
    private Path dir;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CoordinatorFolder folder = new CoordinatorFolder(dir);
        folder.requireFounded("as in 'consort coordinator serve DIR', or in CONSORT_COORDINATOR_DIR");
        CoordinatorConfig config = CoordinatorConfig.read(folder.config());
        PrintWriter err = spec.commandLine().getErr();
        Serving serving = Serving.start(folder, config, failure -> halt(failure, err));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(serving), "stop"));
        warnOfMemory(Serving.memory(config), serving.recoveredEntries(), err);
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready: address " + config.address() + ", origin " + folder.logKeys().present().name() + ", authority "
                + folder.authorities().oldest().fingerprint() + ", " + serving.recoveredEntries() + " entries recovered");
        out.flush();
        if (serving.recovering()) {
            err.println("consort coordinator: this ledger was restored. Nothing is appended until the members' admins have said what"
                    + " they hold of it ('consort member ledger'); 'consort coordinator status' says who has not");
            err.flush();
        }
        new CountDownLatch(1).await();
        return ExitCode.OK.code();
    }

    private static void warnOfMemory(Memory memory, long entries, PrintWriter err) {
        memory.problem(entries).ifPresent(problem -> {
            err.println("consort coordinator: " + problem + ".");
            err.flush();
        });
    }

    private static void stop(Serving serving) {
        try {
            serving.stop();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            return;
        }
        // A stop that was asked for is a success; the JVM would report the signal.
        Runtime.getRuntime().halt(ExitCode.OK.code());
    }

    /** After a failure of the disk the state in memory means nothing: end at once, without any last write. */
    private static void halt(Throwable failure, PrintWriter err) {
        boolean disk = failure instanceof IOException;
        try {
            err.println("consort coordinator: stopped, because "
                    + (failure instanceof IOException io ? "the disk failed: " + FileProblem.text(io) : "of a defect: " + failure)
                    + ". Mend it and start again: nothing that was acknowledged is lost.");
            if (!disk) {
                failure.printStackTrace(err);
            }
            err.flush();
        } finally {
            Runtime.getRuntime().halt((disk ? ExitCode.DISK_FAILED : ExitCode.UNEXPECTED).code());
        }
    }
}
