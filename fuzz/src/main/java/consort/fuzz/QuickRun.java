package consort.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What every build tries on a decoder: inputs that only their [Seed] determines, and no branch that happened to be taken. What the
/// fuzzer is guided by is not quite the same in two processes, and so are the inputs that it comes to.
final class QuickRun {
    private final DecoderFuzzTest target;
    private final FuzzFolders folders;

    QuickRun(DecoderFuzzTest target, FuzzFolders folders) {
        this.target = target;
        this.folders = folders;
    }

    /// @throws AssertionError if an input breaks the decoder: it is kept, and the message tells how to repeat it
    void run() throws Exception {
        List<byte[]> bases = new ArrayList<>(target.seeds());
        for (Path finding : folders.findings()) {
            bases.add(Files.readAllBytes(finding));
        }
        Mutations mutations = new Mutations(bases, target.words(), target.maxInputBytes(), Seed.get());
        AllocationCheck check = new AllocationCheck(target);
        int accepted = 0;
        for (int run = 0; run < target.quickRuns(); run++) {
            byte[] input = mutations.next();
            try {
                accepted += check.check(input) ? 1 : 0;
            } catch (Throwable broken) {
                throw new AssertionError(new FuzzFinding(target.getClass(), folders).keep(input, broken.toString()), broken);
            }
        }
        System.out.printf("%s: %d inputs of seed %d, %d of them accepted%n", target.getClass().getSimpleName(), target.quickRuns(), Seed.get(),
                accepted);
    }
}
