package consort.bench.rounds;

import consort.bench.Scratch;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Founding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code profile}. */
@Command(name = "profile", mixinStandardHelpOptions = true,
        description = "Which threads of a coordinator move bytes during rounds, and which do the ledger's work: by a flight recording.")
public final class ProfileCommand implements Callable<Integer> {

    @Option(names = "--workers", defaultValue = "4", description = "how many (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--megabytes", defaultValue = "20", description = "of the model (default: ${DEFAULT-VALUE})")
    private long megabytes;

    @Option(names = "--rounds", defaultValue = "60", description = "all of which are recorded (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx320m --add-modules=jdk.incubator.vector",
            description = "flags of the coordinator's JVM (default: ${DEFAULT-VALUE}, as the launcher has it)")
    private List<String> jvmFlags;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where everybody's files are (default: here)")
    private Path in;

    @Option(names = "--keep", paramLabel = "FILE", description = "keeps the recording there, for the JDK's jfr command")
    private Path keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch(in)) {
            Founding founding = new Founding(Files.createDirectories(scratch.of("profile")));
            Path model = founding.initialModel(megabytes * 1_000_000);
            Path recording = scratch.of("coordinator.jfr").toAbsolutePath();
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, recorded(), Map.of())) {
                try (Residents residents = new Residents(founding, workers, rounds + 3, model)) {
                    residents.millis(rounds);
                }
                // The coordinator's end does not wait for hooks, which would write it.
                coordinator.dumpRecording(recording);
            }
            tell(Profile.read(recording, founding.operator().resolve("ledger")));
            if (keep != null) {
                Files.copy(recording, keep);
            }
        }
        return 0;
    }

    private List<String> recorded() {
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.add("-XX:StartFlightRecording=settings=profile,jdk.FileForce#threshold=0ms");
        return flags;
    }

    private void tell(Profile profile) {
        profile.rows().forEach(this::print);
        print("samples of ledger work in the stack of a transfer: %d, of %,d of transfers".formatted(
                profile.ledgerWithinTransfers(), profile.transfers()));
        print("ledger work on threads that moved bytes: %.2f %% of their samples, %d syncs".formatted(
                100 * profile.ledgerShareOfTransferThreads(), profile.syncsOnTransferThreads()));
    }

    private void print(String line) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%s%n", line);
        spec.commandLine().getOut().flush();
    }
}
