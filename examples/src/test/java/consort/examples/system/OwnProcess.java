package consort.examples.system;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command that runs within the tests' own process. */
final class OwnProcess {

    private final String[] commandLine;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** @param commandLine what a user would type after {@code consort} */
    OwnProcess(String... commandLine) {
        this.commandLine = commandLine;
    }

    /** Runs it to its end; fails when this takes longer than so. */
    Ended run(Duration longest) throws InterruptedException {
        String typed = Programs.typed(commandLine);
        FutureTask<Integer> running = new FutureTask<>(this::execute);
        Thread thread = Thread.ofPlatform().name(typed).daemon().start(running);
        try {
            return new Ended(typed, running.get(longest.toSeconds(), TimeUnit.SECONDS), out.toString(), err.toString());
        } catch (TimeoutException late) {
            String where = Stream.of(thread.getStackTrace()).map(frame -> "\tat " + frame).collect(Collectors.joining("\n"));
            thread.interrupt();
            throw new AssertionError("did not end: " + typed + "\n" + out + err + where);
        } catch (ExecutionException thrown) {
            throw new AssertionError("did not answer with an exit code: " + typed + "\n" + out + err, thrown.getCause());
        }
    }

    private int execute() {
        PrintWriter said = new PrintWriter(out, true);
        PrintWriter complained = new PrintWriter(err, true);
        String[] afterFirst = Arrays.copyOfRange(commandLine, 1, commandLine.length);
        int exit = switch (commandLine[0]) {
            case "coordinator" -> consort.coordinator.cli.Main.run(said, complained, afterFirst);
            case "audit" -> consort.ledger.audit.cli.Main.run(said, complained, afterFirst);
            case "member", "worker", "model" -> consort.worker.cli.Main.run(said, complained, commandLine);
            default -> throw new IllegalArgumentException(commandLine[0]);
        };
        said.flush();
        complained.flush();
        return exit;
    }
}
