package consort.examples.demo;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code consort demo}. */
@Command(name = "consort demo", subcommands = DataCommand.class, mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
        version = "consort ${sys:consort.version}", sortOptions = false, usageHelpAutoWidth = true,
        description = {"Founds a consortium of organizations on this machine, lets them train one model together on real"
                + " data, bills the work and audits the ledger.", ""},
        footer = {"", "Exit codes: 0 done, 2 usage, 70 a step failed, 71 no data, 72 an audit did not say what it must,"
            + " 130 or 143 stopped by Ctrl-C or SIGTERM."})
public final class Main implements Callable<Integer> {

    @Option(names = "--rounds", paramLabel = "N", description = "rounds of federated averaging (default: 10, digits 6)")
    private Integer rounds;

    @Option(names = "--workers", paramLabel = "N", description = "organizations, one worker each, 2 to 6 (default: 4)")
    private int workers = 4;

    @Option(names = "--dataset", paramLabel = "NAME",
            description = "fashion (Fashion-MNIST, default) or digits (small, shipped, quick)")
    private String dataset = Recipe.FASHION.option();

    @Option(names = "--seed", paramLabel = "N", description = "of split, initial model and sampling (default: 42)")
    private long seed = 42;

    @Option(names = "--out", paramLabel = "DIR",
            description = "keep everything here, with result.json (default: a new folder ./demo-out-...)")
    private Path out;

    @Option(names = "--json", description = "print result.json instead of the last screen, or why there is none; progress goes to stderr")
    private boolean json;

    @Option(names = "--crash", description = "kill the coordinator (SIGKILL) in round 2, start it again, go on")
    private boolean crash;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(utf8(System.out), true), new PrintWriter(utf8(System.err), true), arguments));
    }

    /** Runs a command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        Failures failures = new Failures(out, err, List.of(arguments).contains("--json"));
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((wrong, given) -> failures.wrongSyntax(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> failures.explain(failure, command))
                .execute(arguments);
    }

    /** The screen has a few characters beyond ASCII, whatever the locale of the moment. */
    static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /** Where this project stands; the launcher says so. */
    static Path home() {
        return Path.of(System.getProperty("consort.home"));
    }

    @Override
    public Integer call() throws Exception {
        Options options = new Options(rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds), workers,
                Recipe.named(dataset), seed, Optional.ofNullable(out), json, crash);
        return Demo.run(options) ? 0 : Failures.WRONG_VERDICT;
    }
}
