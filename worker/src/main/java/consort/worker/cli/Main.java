package consort.worker.cli;

import consort.settings.WrongSyntax;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code consort member}, {@code consort worker} and {@code consort model}. */
public final class Main {

    /** The commands, by their first word. */
    @Command(name = "consort", mixinStandardHelpOptions = true,
            subcommands = {MemberCommand.class, WorkerCommand.class, ModelCommand.class},
            description = "Speak for an organization, lend its devices, and fetch what was trained.")
    static final class Root {
    }

    /** Held, for a logger that nobody holds forgets its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs one command within this process and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        // What matters of it reaches the user as the command's own message.
        GRPC.setLevel(Level.SEVERE);
        return new CommandLine(new Root())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new WrongSyntax())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    Failing failing = Failing.of(failure);
                    err.println(command.getCommandSpec().qualifiedName() + ": " + failing.message());
                    if (failing.exitCode() == ExitCodes.UNEXPECTED) {
                        failure.printStackTrace(err);
                    }
                    err.flush();
                    return failing.exitCode();
                })
                .execute(arguments);
    }
}
