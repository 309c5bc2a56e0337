package consort.ledger.audit;

import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Limited;
import consort.ledger.audit.AuditVerdict.NotALedger;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Unwitnessed;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.fold.Pages;
import consort.ledger.fold.State;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.pages.LostPageException;
import consort.ledger.pages.Place;
import consort.ledger.pages.TemporaryPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Audits the ledger in a folder. What it reports first, when several things do not fit: bytes that do not lead to the signed
 * root, a ledger of other keys than the trusted one, altered documents, the first entry that breaks a rule, log keys that do not
 * lead from one to the next, a checkpoint that none of them signed that may, exported keys, receipts and the proofs beside them.
 */
public final class Auditor {

    /** Of what grows with the ledger: in the folder of temporary files that this program has. */
    public static final Place MEMORY = new Place(Path.of(System.getProperty("java.io.tmpdir")), "the audit",
            "name another folder with CONSORT_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    /** Threads that wait for answers from elsewhere, most of the time. */
    private static final int FETCHING = 8;

    /** What the auditor keeps of the log. */
    private record Held(Disk disk, String where) {
    }

    private final TileSource source;
    private final Optional<Trust> trust;
    private final Optional<Held> receipts;
    private final AuditListener listener;
    private final AuditProgress progress;
    private final int threads;
    private final boolean witnesses;

    private Auditor(TileSource source, Optional<Trust> trust, Optional<Held> receipts, AuditListener listener, AuditProgress progress,
            int threads, boolean witnesses) {
        this.source = source;
        this.trust = trust;
        this.receipts = receipts;
        this.listener = listener;
        this.progress = progress;
        this.threads = threads;
        this.witnesses = witnesses;
    }

    /** An audit that trusts nothing and holds no receipts. */
    public static Auditor of(TileSource ledger) {
        return new Auditor(ledger, Optional.empty(), Optional.empty(), AuditListener.NONE, AuditProgress.NONE, 0, false);
    }

    /** Demands that it is the ledger that was joined. */
    public Auditor trusting(Trust kept) {
        return new Auditor(source, Optional.of(kept), receipts, listener, progress, threads, witnesses);
    }

    /** Whether {@link #withReceipts} would find any in the root of a disk. */
    public static boolean holdsReceipts(Disk kept) throws IOException {
        return ReceiptFolder.holdsAny(kept);
    }

    /** Demands that all receipts in the root of a disk are true, and the proofs and the checkpoint beside them. */
    public Auditor withReceipts(Disk kept) {
        return withReceipts(kept, "");
    }

    /** The same; {@code where} stands before the names of their files in what people are told: a folder with its slash. */
    public Auditor withReceipts(Disk kept, String where) {
        return new Auditor(source, trust, Optional.of(new Held(kept, where)), listener, progress, threads, witnesses);
    }

    /** Demands that as many witnesses as the charter asks for cosigned all of it. */
    public Auditor requiringWitnesses() {
        return new Auditor(source, trust, receipts, listener, progress, threads, true);
    }

    /** Lets someone listen to the entries. */
    public Auditor heardBy(AuditListener other) {
        return new Auditor(source, trust, receipts, other, progress, threads, witnesses);
    }

    /** Lets someone know how far it has come. */
    public Auditor tellingHowFar(AuditProgress other) {
        return new Auditor(source, trust, receipts, listener, other, threads, witnesses);
    }

    /**
     * Reads entries, and looks at their signatures, on all cores, before they are folded one after the other. The verdict is the same.
     * The source must bear to be read by several threads.
     */
    public Auditor onAllCores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return onThreads(source.address().isPresent() ? Math.max(cores, FETCHING) : cores);
    }

    Auditor onThreads(int count) {
        return new Auditor(source, trust, receipts, listener, progress, count, witnesses);
    }

    /** @throws IOException when a file cannot be read, which says nothing about the ledger */
    public AuditVerdict run() throws IOException {
        Optional<NotALedger> absent = absent();
        if (absent.isPresent()) {
            return absent.get();
        }
        try {
            return judge();
        } catch (LogDamagedException damage) {
            return new Tampered(Evidence.of(damage));
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private Optional<NotALedger> absent() throws IOException {
        if (source.read(SignedCheckpoint.PATH, SignedCheckpoint.MAX_BYTES).isPresent()) {
            return Optional.empty();
        }
        if (source.address().isPresent()) {
            return Optional.of(new NotALedger("there is no checkpoint at " + source.address().get()));
        }
        // Without what somebody signed nothing can be held against anybody.
        return Optional.of(new NotALedger(source.list("tile").isEmpty()
                ? "there is neither a checkpoint nor tile/ in this folder" + (source.list("ledger").isEmpty() ? "" : "; give ledger/ in it")
                : "there is tile/ in this folder and no checkpoint, so it is only a part of a copy"));
    }

    private AuditVerdict judge() throws IOException {
        LogReader reader = new LogReader(source);
        SignedCheckpoint signed = reader.checkpoint();
        Checkpoint checkpoint = signed.checkpoint();
        LogKeyCheck keys = new LogKeyCheck(reader, signed, trust.map(Trust::logKeys));
        if (checkpoint.size() == 0) {
            Optional<Evidence> stranger = keys.stranger(Optional.empty());
            return stranger.isPresent() ? new Tampered(stranger.get())
                    : new NotALedger("the log is empty: it has a checkpoint and no charter");
        }
        Optional<ReceiptFolder> kept = receipts.isEmpty() ? Optional.empty()
                : Optional.of(new ReceiptFolder(receipts.get().disk(), receipts.get().where()));
        try (TemporaryPages pages = TemporaryPages.in(MEMORY)) {
            return fold(pages, reader, signed, keys, kept);
        } catch (InternalError fault) {
            throw LostPageException.of(fault).orElseThrow(() -> fault);
        }
    }

    private AuditVerdict fold(Pages pages, LogReader reader, SignedCheckpoint signed, LogKeyCheck keys, Optional<ReceiptFolder> kept)
            throws IOException {
        Checkpoint checkpoint = signed.checkpoint();
        FolderDocuments documents = new FolderDocuments(source);
        Folding folding = new Folding(pages, documents, checkpoint.size(), kept, listener);
        try {
            reader.verify(checkpoint, threads, folding.readying(), (index, entry, readied) -> {
                folding.entry(index, entry, readied);
                progress.come(AuditProgress.Step.ENTRIES, index + 1, checkpoint.size());
            });
        } catch (LogDamagedException damage) {
            return new Tampered(new Blame(damage, signed, source, trust.map(Trust::logKeys), folding.state()).evidence(folding.broken()));
        }
        Optional<Evidence> evidence = evidence(reader, signed, keys, documents, folding, kept);
        return evidence.isPresent() ? new Tampered(evidence.get()) : verdict(reader, signed, keys, folding, kept);
    }

    private AuditVerdict verdict(LogReader reader, SignedCheckpoint signed, LogKeyCheck keys, Folding folding, Optional<ReceiptFolder> kept)
            throws IOException {
        if (!folding.state().founded()) {
            return new NotALedger("its first entry is of the unknown type " + folding.unknown().orElseThrow().type());
        }
        int count = kept.isPresent() ? kept.get().count() : 0;
        int proofs = kept.isPresent() ? kept.get().proofs() : 0;
        WitnessCheck cosigned = new WitnessCheck(reader, signed, folding.state());
        LedgerFacts facts = LedgerFacts.of(signed.checkpoint(), folding.state(), trust.isPresent(), count, proofs,
                cosigned.facts(FolderFiles.policyAsksForLess(source, folding.logKeys(), folding.state())),
                FolderFiles.absent(source, folding.logKeys(), folding.state()));
        if (folding.unknown().isPresent()) {
            return new Limited(folding.unknown().get().index(), folding.unknown().get().type(), facts);
        }
        TreeSet<Long> beyond = kept.isPresent() ? kept.get().beyond(signed.checkpoint().size()) : new TreeSet<>();
        beyond.addAll(keys.beyond(folding.state().logKeys()));
        if (!beyond.isEmpty()) {
            return new Older(beyond.first(), beyond.size(), Older.HELD, facts);
        }
        // A coordinator publishes first and asks witnesses then: where the checkpoint did not change meanwhile, it is too old.
        OptionalLong later = source.address().isEmpty() ? cosigned.beyond(keys.known(folding.logKeys())) : OptionalLong.empty();
        if (later.isPresent() && reader.isNewest(signed)) {
            long size = signed.checkpoint().size();
            return new Older(size, (int) Math.min(Integer.MAX_VALUE, later.getAsLong() - size), Older.COSIGNED, facts);
        }
        if (trust.isEmpty()) {
            return new ConsistentNotAuthenticated(facts);
        }
        return witnesses && !facts.witnesses().covered() ? new Unwitnessed(facts) : new Verified(facts);
    }

    private Optional<Evidence> evidence(
            LogReader reader, SignedCheckpoint signed, LogKeyCheck keys, FolderDocuments documents, Folding folding, Optional<ReceiptFolder> kept)
            throws IOException {
        State state = folding.state();
        Checkpoint tree = signed.checkpoint();
        Optional<Evidence> stranger = keys.stranger(state.founded() ? Optional.of(folding.logKeys()) : Optional.empty());
        Optional<Evidence> first = stranger.isPresent() ? stranger : documents.altered(naming(reader, signed, folding)).or(folding::violation);
        if (first.isPresent() || !state.founded()) {
            return first;
        }
        for (Optional<Evidence> next : List.of(keys.evidence(folding.logKeys()), untrusted(state, tree.size()),
                new WitnessCheck(reader, signed, state).evidence(keys.known(folding.logKeys())), exported(reader, signed, folding))) {
            if (next.isPresent()) {
                return next;
            }
        }
        return kept.isPresent() ? kept.get().contradiction(keys.known(folding.logKeys()), reader, tree) : Optional.empty();
    }

    /** Where a later checkpoint was published meanwhile, what is exported may be keys of later entries. */
    private Optional<Evidence> exported(LogReader reader, SignedCheckpoint signed, Folding folding) throws IOException {
        Optional<Evidence> altered = FolderFiles.altered(source, folding.logKeys(), folding.state());
        if (altered.isEmpty() || !reader.isNewest(signed)) {
            return Optional.empty();
        }
        Evidence evidence = altered.get();
        return Optional.of(naming(reader, signed, folding).ofKey(evidence.file()).map(evidence::goingBackTo).orElse(evidence));
    }

    private static Naming naming(LogReader reader, SignedCheckpoint signed, Folding folding) {
        return new Naming(reader, signed.checkpoint(), folding.state().size());
    }

    /** The log's keys were compared before; a key can sign more than one charter. */
    private Optional<Evidence> untrusted(State state, long size) {
        if (trust.isEmpty()) {
            return Optional.empty();
        }
        Trust kept = trust.get();
        if (!kept.charter().equals(state.charterDigest())) {
            return Optional.of(untrusted("charter", kept.charter(), state.charterDigest(), size));
        }
        // Who joined later was told another authority than that of the charter.
        boolean known = state.authorities().stream().anyMatch(held -> held.fingerprint().equals(kept.authority()));
        return known ? Optional.empty() : Optional.of(untrusted("authority", kept.authority(), state.authority(), size));
    }

    private static Evidence untrusted(String field, String expected, String found, long size) {
        return new Evidence(Evidence.bundle(0, size), OptionalLong.of(0), field, "trust", expected, found);
    }
}
