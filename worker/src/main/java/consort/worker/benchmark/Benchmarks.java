package consort.worker.benchmark;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.fold.Scores;
import consort.worker.folder.WorkerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which benchmarks a site does, and which of them the ledger holds: each as it was entered, in {@code benchmarks/TRAINER}. */
public final class Benchmarks {

    private final Disk disk;
    private final CharterDocument charter;
    private final WorkerConfig config;

    /** @param disk the worker's folder */
    public Benchmarks(Disk disk, CharterDocument charter, WorkerConfig config) {
        this.disk = disk;
        this.charter = charter;
        this.config = config;
    }

    /** What can be measured: the site has the trainer and the data set of the benchmark. */
    public List<ReferenceSpeed> possible() {
        return wanted().stream().filter(reference -> config.data().containsKey(reference.data())).toList();
    }

    /** What cannot, as the data set is missing. */
    public List<ReferenceSpeed> impossible() {
        return wanted().stream().filter(reference -> !config.data().containsKey(reference.data())).toList();
    }

    /** What can be measured and was not yet, or with another number of devices. */
    public List<ReferenceSpeed> due() throws IOException {
        List<ReferenceSpeed> due = new ArrayList<>();
        for (ReferenceSpeed reference : possible()) {
            if (entered(reference.trainer()).filter(benchmark -> benchmark.devices() == config.devices()).isEmpty()) {
                due.add(reference);
            }
        }
        return due;
    }

    /** The last benchmark of a trainer that was entered. */
    public Optional<Benchmark> entered(String trainer) throws IOException {
        return disk.exists(path(trainer)) ? benchmark(disk.readAll(path(trainer), Limits.MAX_ENTRY_BYTES)) : Optional.empty();
    }

    /** The score of a trainer as the ledger has it; as it is where the charter has no reference speed or nothing was entered. */
    public long scoreMilli(String trainer) throws IOException {
        Optional<ReferenceSpeed> reference = charter.reference(trainer);
        Optional<Benchmark> entered = entered(trainer);
        return reference.isPresent() && entered.isPresent() ? Scores.scoreMilli(entered.get(), reference.get()) : Scores.AS_IT_IS;
    }

    /** The highest score of this site's trainers, at least as it is: evaluations count so. */
    public long highestScoreMilli() throws IOException {
        long highest = Scores.AS_IT_IS;
        for (String trainer : config.trainers().keySet()) {
            highest = Math.max(highest, scoreMilli(trainer));
        }
        return highest;
    }

    /** An entry that is in the ledger now; of interest if it is a benchmark. */
    void keep(byte[] entry) throws IOException {
        Optional<Benchmark> benchmark = benchmark(entry);
        if (benchmark.isPresent()) {
            disk.replace(path(benchmark.get().trainer()), entry);
        }
    }

    private List<ReferenceSpeed> wanted() {
        return charter.references().stream().filter(reference -> config.trainers().containsKey(reference.trainer())).toList();
    }

    private static String path(String trainer) {
        return "benchmarks/" + trainer;
    }

    /** A file that is damaged counts as none: measuring again mends it. */
    private static Optional<Benchmark> benchmark(byte[] entry) {
        try {
            return Entries.parse(entry).body() instanceof Benchmark benchmark ? Optional.of(benchmark) : Optional.empty();
        } catch (MalformedEntryException | UnknownEntryTypeException damaged) {
            return Optional.empty();
        }
    }
}
