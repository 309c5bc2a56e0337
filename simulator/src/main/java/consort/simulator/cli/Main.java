package consort.simulator.cli;

import consort.settings.WrongSyntax;
import consort.simulator.Swarm;
import consort.simulator.fault.FaultSet;
import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code consort simulate}. Exits with 0 when all invariants held, 1 when one did not, 2 for a wrong command line. */
@Command(name = "consort simulate", mixinStandardHelpOptions = true, version = "consort ${sys:consort.version}", sortOptions = false,
        description = "Runs coordinator and workers in one process, on clocks, disks and a network that fail as the seed says.")
public final class Main implements Callable<Integer> {

    private static final int MOST_ROUNDS = 10_000;

    @Option(names = "--seed", required = true, paramLabel = "N", description = "the first seed")
    private long seed;

    @Option(names = "--seeds", paramLabel = "COUNT", defaultValue = "1", description = "how many seeds; default: 1")
    private long seeds;

    @Option(names = "--rounds", paramLabel = "R", description = "rounds of each job; default: 1 to 3, as the seed says")
    private Integer rounds;

    @Option(names = "--faults", paramLabel = "LIST", defaultValue = "all", description = "what may go wrong: all, none, harmless (what must "
            + "change no model and no bill), network, disk, clocks, processes, workers, others, or single faults; -NAME leaves one out; "
            + "default: all")
    private String faults;

    @Option(names = "--jobs", paramLabel = "J", description = "seeds at a time; default: one for each processor")
    private Integer jobs;

    @Option(names = "--trace", description = "print everything that happens; one seed at a time")
    private boolean trace;

    @Spec
    private CommandSpec command;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        // Coordinator and worker each bring a configuration of logs, of which one counts here; logback would tell of it at length.
        System.setProperty("logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
        System.exit(new CommandLine(new Main(System.out))
                .setParameterExceptionHandler(new WrongSyntax())
                .execute(arguments));
    }

    @Override
    public Integer call() {
        require(seeds >= 1, "--seeds must be at least 1, not " + seeds);
        require(rounds == null || rounds >= 1 && rounds <= MOST_ROUNDS, "--rounds must be from 1 to " + MOST_ROUNDS + ", not " + rounds);
        require(jobs == null || jobs >= 1, "--jobs must be at least 1, not " + jobs);
        int threads = trace ? 1 : jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
        Swarm swarm = new Swarm(seed, seeds, faults(), rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds),
                (int) Math.min(seeds, threads));
        Told told = new Told(out, System.err, seeds);
        Consumer<String> lines = trace ? out::println : line -> { };
        swarm.run(told, lines);
        return told.end();
    }

    private FaultSet faults() {
        try {
            return FaultSet.parse(faults);
        } catch (IllegalArgumentException unknown) {
            throw wrong("--faults: " + unknown.getMessage());
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw wrong(otherwise);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
