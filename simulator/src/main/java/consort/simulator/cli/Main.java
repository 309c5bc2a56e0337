package consort.simulator.cli;

import consort.ledger.money.DeviceTimes;
import consort.settings.WrongSyntax;
import consort.simulator.Disturbance;
import consort.simulator.Report;
import consort.simulator.Simulation;
import consort.simulator.ViolationException;
import consort.simulator.World;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code consort simulate}. Exits with 0 when all invariants held, 1 when one did not, 2 for a wrong command line. */
@Command(name = "consort simulate", mixinStandardHelpOptions = true, version = "consort ${sys:consort.version}", sortOptions = false,
        description = "Runs coordinator and workers in one process, on clocks, disks and a network that fail as the seed says.")
public final class Main implements Callable<Integer> {

    private static final int WRONG_USE = WrongSyntax.EXIT_CODE;

    @Option(names = "--seed", required = true, paramLabel = "N", description = "the first seed")
    private long seed;

    @Option(names = "--seeds", paramLabel = "COUNT", defaultValue = "1", description = "how many seeds; default: 1")
    private long seeds;

    @Option(names = "--trace", description = "print everything that happens")
    private boolean trace;

    @Spec
    private CommandSpec command;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main(System.out))
                .setParameterExceptionHandler(new WrongSyntax())
                .execute(arguments));
    }

    @Override
    public Integer call() {
        if (seeds < 1) {
            command.commandLine().getErr().println("consort simulate: --seeds must be at least 1, not " + seeds);
            return WRONG_USE;
        }
        World world = trace ? World.PLAIN.withTrace(out::println) : World.PLAIN;
        for (long each = seed; each < seed + seeds; each++) {
            try {
                print(each, "crashes", Simulation.runAndCompare(each, world));
                print(each, "everything", Simulation.run(each, Disturbance.EVERYTHING, world));
            } catch (ViolationException violation) {
                out.println("violated: " + violation.getMessage());
                if (trace) {
                    violation.printStackTrace(out);
                }
                return 1;
            }
        }
        out.println("All invariants held.");
        return 0;
    }

    private void print(long of, String disturbance, Report report) {
        Report.Figures figures = report.figures();
        String ends = report.ends().entrySet().stream().map(end -> "run " + end.getKey() + " " + end.getValue().text())
                .collect(Collectors.joining(", "));
        out.printf("seed %d, %s: %s; %d entries, %s simulated; deaths of the coordinator %d, of workers %d, connections broken %d, "
                        + "rounds abandoned %d, claims refused %d%n",
                of, disturbance, ends, figures.entries(), DeviceTimes.format(figures.simulatedMillis() / 1000 * 1000),
                figures.coordinatorDeaths(), figures.workerDeaths(), figures.brokenChannels(), figures.abandonedRounds(),
                figures.refusals());
    }
}
