package consort.ledger.audit.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code consort audit verify | statement | runs | export}. Exit codes stand in {@code docs/audit.md}. */
@Command(name = "consort audit", description = "Believe nothing, recompute everything.",
        subcommands = {Verify.class, StatementCommand.class, RunsCommand.class, ExportCommand.class}, mixinStandardHelpOptions = true,
        version = "consort ${sys:consort.version}", scope = ScopeType.INHERIT)
public final class Main implements Runnable {

    /** For reports and for errors. */
    static final String JSON = "--json";

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs a command within this process and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        Failures failures = new Failures(out, err, List.of(arguments).contains(JSON));
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((wrong, given) -> failures.wrongSyntax(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> failures.failure(failure, command))
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was named");
    }
}
