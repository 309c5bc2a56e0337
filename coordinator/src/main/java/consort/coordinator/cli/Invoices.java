package consort.coordinator.cli;

import consort.ledger.confidential.ConfidentialStore;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What opens the invoices that costs commit to, in the coordinator's folder: {@code confidential/<entry>}, or, until the entry's index is
 * known, {@code confidential/<commitment>}. Neither the running coordinator nor a backup ever reads it.
 */
final class Invoices implements AutoCloseable {

    /** After so long no command is under way any more that could still enter what it kept. */
    private static final Duration ORPHAN_AGE = Duration.ofHours(1);

    private final CoordinatorFolder folder;
    private final Disk.Lock lock;
    private final ConfidentialStore store;
    /** Of commands that got no answer: the same command goes on with it. */
    private final List<Opening> resumable = new ArrayList<>();

    private Invoices(CoordinatorFolder folder, Disk.Lock lock, ConfidentialStore store) {
        this.folder = folder;
        this.lock = lock;
        this.store = store;
    }

    /**
     * For one command at a time. What an earlier one left without an answer is found in the ledger, or dropped.
     *
     * @throws consort.ledger.disk.LockedException while another command uses it
     */
    static Invoices open(CoordinatorFolder folder) throws IOException {
        FileDisk disk = FileDisk.ofOwner(folder.root());
        Disk.Lock lock = disk.lock("confidential.lock");
        try {
            disk.clearTemporaries("confidential");
            Invoices invoices = new Invoices(folder, lock, ConfidentialStore.open(disk));
            invoices.resolve();
            return invoices;
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /** Keeps an invoice that a cost is to commit to, and gives its opening; that of an earlier attempt, if there was one. */
    Opening keep(String invoice) throws IOException {
        JsonValue value = new JsonString(invoice);
        for (String name : unanswered()) {
            opening(name).ifPresent(resumable::add);
        }
        Optional<Opening> before = resumable.stream().filter(opening -> opening.value().equals(value)).findFirst();
        if (before.isPresent()) {
            return before.get();
        }
        byte[] salt = new byte[Opening.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Opening opening = Opening.of(PrivateField.INVOICE, salt, value);
        if (!store.keep(opening.commitment().text(), List.of(opening))) {
            throw new CommandException(ExitCode.USAGE, folder.root().resolve("confidential") + " holds all that it may, "
                    + ConfidentialStore.MAX_BYTES + " bytes; erase what is no longer needed");
        }
        return opening;
    }

    /** The ledger commits to it with this entry. */
    void entered(Opening opening, long entry) throws IOException {
        String name = opening.commitment().text();
        if (store.names().contains(name)) {
            store.rename(name, Long.toString(entry));
        } else if (of(entry).isEmpty()) {
            store.keep(Long.toString(entry), List.of(opening));
        }
    }

    /** What opens an entry's invoice, if it is kept. */
    Optional<Opening> of(long entry) throws IOException {
        return opening(Long.toString(entry));
    }

    /** Destroys what opens an entry's invoice, durably on return. */
    void destroy(long entry) throws IOException {
        if (of(entry).isPresent()) {
            store.destroy(Long.toString(entry), Set.of(PrivateField.INVOICE));
        }
    }

    /** The ledger says now that it is destroyed. */
    void said(long entry) throws IOException {
        if (store.names().contains(Long.toString(entry))) {
            store.settle(Long.toString(entry), Set.of(PrivateField.INVOICE));
        }
    }

    private Optional<Opening> opening(String name) throws IOException {
        return store.read(name).opening(PrivateField.INVOICE);
    }

    private List<String> unanswered() throws IOException {
        return store.names().stream().filter(name -> !name.matches("[0-9]+")).toList();
    }

    private void resolve() throws IOException {
        List<String> unanswered = unanswered();
        Map<String, Long> entered = unanswered.isEmpty() ? Map.of() : entered();
        for (String name : unanswered) {
            Instant kept = Files.getLastModifiedTime(folder.root().resolve("confidential").resolve(name)).toInstant();
            if (entered.containsKey(name)) {
                opening(name).ifPresent(resumable::add);
                store.rename(name, Long.toString(entered.get(name)));
            } else if (kept.plus(ORPHAN_AGE).isBefore(Instant.now())) {
                store.drop(name);
            }
        }
    }

    /** Entries by the invoice that they commit to. */
    private Map<String, Long> entered() throws IOException {
        LogReader reader = new LogReader(TileSource.of(new FileDisk(folder.ledger())));
        Checkpoint checkpoint = reader.checkpoint().checkpoint();
        Map<String, Long> entered = new TreeMap<>();
        reader.verify(checkpoint, (index, entry) -> cost(entry).flatMap(cost -> cost.priv().of(PrivateField.INVOICE))
                .ifPresent(commitment -> entered.put(commitment.text(), index)));
        return entered;
    }

    private static Optional<ExternalCost> cost(byte[] entry) {
        try {
            return Entries.parse(entry).body() instanceof ExternalCost cost ? Optional.of(cost) : Optional.empty();
        } catch (MalformedEntryException | UnknownEntryTypeException other) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
