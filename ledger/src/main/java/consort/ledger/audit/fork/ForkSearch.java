package consort.ledger.audit.fork;

import consort.ledger.audit.AuditProgress;
import consort.ledger.audit.fork.Said.Places;
import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Looks for a contradiction in what people hold of one log: copies of its folder, checkpoints, receipts, proofs, what a witness kept as
 * evidence.
 */
public final class ForkSearch {

    private final List<Holding> holdings = new ArrayList<>();
    private final List<Pending> copies = new ArrayList<>();
    private final FileRoom room;
    private AuditProgress progress = AuditProgress.NONE;

    /** A copy that is read once it is known which of its entries are asked for. */
    private record Pending(String name, TileSource source, int place) {
    }

    /** What was found. */
    public sealed interface Result {

        /** What else is to be said of what was given. */
        Scope scope();
    }

    /**
     * What was looked at.
     *
     * @param compared what was held against each other, in one line
     * @param open what could not be held against all else, one a line
     * @param ignored what was passed over as no statement of the log, and why
     */
    public record Scope(String compared, List<String> open, List<String> ignored) {

        static final Scope NOTHING = new Scope("nothing", List.of(), List.of());

        public Scope {
            open = List.copyOf(open);
            ignored = List.copyOf(ignored);
        }
    }

    /** A contradiction, with its proof. */
    public record Forked(ForkFile proof, Scope scope) implements Result {
    }

    /** All of it was held against each other, and can be true at once. */
    public record Agreeing(Scope scope) implements Result {
    }

    /**
     * Of some of it nothing can be told. What could be held against each other can be true at once.
     *
     * @param reason what is missing, for people
     */
    public record Undecided(String reason, Scope scope) implements Result {
    }

    /** A search that remembers of files what fits into half of the memory which this program may use. */
    public ForkSearch() {
        this(FileRoom.ofThisProgram());
    }

    ForkSearch(FileRoom room) {
        this.room = room;
    }

    /** Lets someone know how far it has come, from here on. */
    public void tellHowFar(AuditProgress other) {
        progress = other;
    }

    /** Adds a copied ledger. */
    public void copy(String name, TileSource source) {
        copies.add(new Pending(name, source, holdings.size()));
        holdings.add(new Holding(name, Optional.empty(), List.of(), List.of()));
    }

    /**
     * Adds the files of a folder. What they say is remembered, and not their signatures: they are read once more.
     *
     * @throws java.nio.file.FileSystemException when there are more of them than can be remembered
     */
    public void files(String name, Disk folder) throws IOException {
        holdings.add(Holding.files(name, folder, room, progress));
    }

    /**
     * Adds a file.
     *
     * @return whether it is something that a log signs
     */
    public boolean file(String name, byte[] bytes) {
        Optional<Holding> holding = Holding.file(name, bytes);
        holding.ifPresent(holdings::add);
        return holding.isPresent();
    }

    /**
     * Searches.
     *
     * @param trusted the log's keys; without them those of the first copy that names some
     * @throws consort.ledger.log.LogDamagedException when a copy does not lead to its own checkpoint; names the copy
     */
    public Result run(Optional<LogKeys> trusted) throws IOException {
        for (Pending copy : copies) {
            holdings.set(copy.place(), Holding.copy(copy.name(), copy.source(), asked(), progress));
        }
        Optional<KnownChain> chain = KnownChain.of(trusted, holdings);
        if (chain.isEmpty()) {
            return new Undecided("nothing says which key is the log's", Scope.NOTHING);
        }
        LogKeys keys = chain.get().keys();
        Comparison comparison = new Comparison(keys, holdings, progress);
        Optional<ForkFile> found = chain.get().fork().isPresent() ? chain.get().fork()
                : comparison.fork().map(fork -> new ForkFile(keys, fork));
        Reach reach = comparison.reach();
        if (found.isPresent()) {
            return new Forked(found.get(), new Scope(reach.compared(), List.of(), comparison.ignored()));
        }
        List<String> open = new ArrayList<>(chain.get().parted());
        open.addAll(comparison.unknownSigners());
        open.addAll(reach.open());
        Scope scope = new Scope(reach.compared(), open, comparison.ignored());
        return unlinked(reach).or(() -> open.isEmpty() ? Optional.empty()
                : Optional.of("not all that was given could be held against each other"))
                .<Result>map(reason -> new Undecided(reason, scope)).orElseGet(() -> new Agreeing(scope));
    }

    /** The entries that receipts name. */
    private LongStream asked() {
        return holdings.stream().flatMap(one -> one.said().stream()).filter(Places.class::isInstance).map(Places.class::cast)
                .flatMap(places -> places.entries().stream()).mapToLong(Receipted::index);
    }

    private Optional<String> unlinked(Reach reach) {
        for (int i = 0; i < holdings.size(); i++) {
            for (int j = i + 1; j < holdings.size(); j++) {
                if (!reach.links(holdings.get(i), holdings.get(j))) {
                    return Optional.of("nothing in " + holdings.get(i).name() + " can be held against anything in " + holdings.get(j).name()
                            + ": for trees of different size, a copy of the ledger is needed that holds the larger one");
                }
            }
        }
        return Optional.empty();
    }
}
