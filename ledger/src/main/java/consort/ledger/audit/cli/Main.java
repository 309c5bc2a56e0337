package consort.ledger.audit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code consort audit verify | statement}. Exit codes stand in {@code docs/audit.md}. */
@Command(name = "consort audit", description = "Believe nothing, recompute everything.",
        subcommands = {Verify.class, StatementCommand.class}, mixinStandardHelpOptions = true)
public final class Main implements Runnable {

    private static final int UNEXPECTED = 1;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs a command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commands = new CommandLine(new Main());
        commands.setOut(out);
        commands.setErr(err);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            err.println("consort audit: " + message(failure));
            return UNEXPECTED;
        });
        return commands.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: verify or statement");
    }

    /** Input and output fail with a message of their own; anything else is a fault of this program and says where. */
    private static String message(Exception failure) {
        return failure instanceof IOException
                ? "cannot read: " + failure.getMessage()
                : failure + " at " + failure.getStackTrace()[0];
    }
}
