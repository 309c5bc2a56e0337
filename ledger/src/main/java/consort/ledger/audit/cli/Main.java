package consort.ledger.audit.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code consort audit verify | statement | explain | bills | runs | replay | disclosed | export | prove | compare | judge}. Exit codes stand in {@code docs/audit.md}. */
@Command(name = "consort audit", description = "Believe nothing, recompute everything.",
        subcommands = {Verify.class, StatementCommand.class, ExplainCommand.class, BillsCommand.class, RunsCommand.class, ReplayCommand.class,
            DisclosedCommand.class, ExportCommand.class, ProveCommand.class, CompareCommand.class, JudgeCommand.class}, mixinStandardHelpOptions = true,
        version = "consort ${sys:consort.version}", scope = ScopeType.INHERIT)
public final class Main implements Runnable {

    /** For reports and for errors. */
    static final String JSON = "--json";

    private final Optional<Online> online;
    private final Screen screen;

    @Spec
    private CommandSpec spec;

    private Main(Optional<Online> online, Screen screen) {
        this.online = online;
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs a command within this process and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(Screen.ofThisProcess(), out, err, arguments);
    }

    static int run(Screen screen, PrintWriter out, PrintWriter err, String... arguments) {
        return run(new CommandLine(new Main(Optional.empty(), screen)), out, err, arguments);
    }

    /** The same on one ledger, which the arguments do not name. */
    public static int run(Online ledger, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Main(Optional.of(ledger), Screen.ofThisProcess()));
        line.setCommandName(ledger.command());
        line.getSubcommands().values().stream().map(CommandLine::getCommandSpec).forEach(Main::withoutLedger);
        return run(line, out, err, arguments);
    }

    private static int run(CommandLine line, PrintWriter out, PrintWriter err, String... arguments) {
        Failures failures = new Failures(out, err, List.of(arguments).contains(JSON));
        return line
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((wrong, given) -> failures.wrongSyntax(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> failures.failure(failure, command))
                .setExecutionStrategy(parsed -> run(parsed, failures))
                .execute(arguments);
    }

    /** Picocli hands on exceptions only, and leaves errors to the Java runtime, which knows no {@link #JSON}. */
    private static int run(ParseResult parsed, Failures failures) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (VirtualMachineError fault) {
            return failures.fault(fault, parsed.asCommandLineList().getLast());
        }
    }

    /** What says which ledger it is and whose, is known. */
    private static void withoutLedger(CommandSpec command) {
        command.positionalParameters().stream().filter(one -> one.paramLabel().equals(LedgerOptions.LEDGER)).toList().forEach(command::remove);
        Optional.ofNullable(command.findOption(LedgerOptions.TRUST)).ifPresent(command::remove);
    }

    /** The ledger of a command that runs on one which its arguments do not name. */
    static Optional<Online> online(CommandSpec command) {
        return command.root().userObject() instanceof Main main ? main.online : Optional.empty();
    }

    /** Where a command shows how far it has come. */
    static Screen screen(CommandSpec command) {
        return command.root().userObject() instanceof Main main ? main.screen : Screen.ofThisProcess();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was named");
    }
}
