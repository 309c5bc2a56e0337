package consort.worker.run;

import consort.ledger.audit.Trust;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.FileProblem;
import consort.ledger.entry.WorkerId;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.witness.Witness;
import consort.worker.enroll.TamperingException;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.member.OwnEntries;
import consort.worker.outbox.ProofFiles;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.rpc.FolderKeys;
import consort.worker.session.Effect;
import consort.worker.session.Fatal;
import consort.worker.session.Notice;
import consort.worker.witness.WitnessKeys;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The worker's agent as its organization's witness: the first of an organization's workers that starts enters a key of its own as the
 * witness's, and cosigns from then on, on a thread beside the session; the others look once a minute whether there still is one, and the
 * first to see none takes its place. It begins at the newest checkpoint that it saw as a worker, so that a new witness knows at least as
 * much of what went before as its own receipts rest on. Whatever fails here is told and tried again, and is nothing to the
 * session; only a ledger that does not continue what was cosigned, or is not shown to, ends the worker.
 */
final class AgentWitness implements AutoCloseable {

    private static final long AGAIN_SECONDS = 60;
    private static final long CLOSE_MILLIS = 3_000;
    private static final String COSIGNED = WitnessKeys.MEMORY + "/" + SignedCheckpoint.PATH;

    private final PartyFolder folder;
    private final WorkerConfig config;
    private final Consumer<Notice> notices;
    private final Consumer<String> onCaught;
    private final Runnable onNone;
    private final long againSeconds;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicReference<Effect.Exit> caught = new AtomicReference<>();
    private volatile Optional<Thread> thread = Optional.empty();
    private Optional<Thread> watch = Optional.empty();
    /** Whether it cosigns no more with the key it has. */
    private volatile boolean over;
    private volatile boolean refused;

    /**
     * @param onCaught told once why the worker is to end
     * @param onNone told, again and again, that the organization has no witness and {@link #enter} would make this worker it
     */
    AgentWitness(PartyFolder folder, WorkerConfig config, Consumer<Notice> notices, Consumer<String> onCaught, Runnable onNone) {
        this(folder, config, notices, onCaught, onNone, AGAIN_SECONDS);
    }

    /** @param againSeconds after the disk failed, and between two looks whether there is a witness */
    AgentWitness(PartyFolder folder, WorkerConfig config, Consumer<Notice> notices, Consumer<String> onCaught, Runnable onNone,
            long againSeconds) {
        this.folder = folder;
        this.config = config;
        this.notices = notices;
        this.onCaught = onCaught;
        this.onNone = onNone;
        this.againSeconds = againSeconds;
    }

    private WitnessKeys keys() {
        return new WitnessKeys(folder, folder.enrolled().organization());
    }

    /**
     * Enters this worker's key as the witness's, unless the organization has a witness. To be called while no session runs and nothing
     * stands in the outbox.
     *
     * @param disk the folder's, whose lock the caller holds
     * @throws StatusException when the coordinator was not reached, or does not take it
     */
    void enter(OwnEntries own, Disk disk) throws IOException, StatusException {
        if (!config.witness() || isAttending() || hasBegun(disk)) {
            return;
        }
        String standing = own.witnessKey();
        if (!standing.isEmpty() && !isKept(standing)) {
            return;
        }
        Optional<SignedCheckpoint> seen = seen(disk);
        if (standing.isEmpty() && !isEntered(own, disk)) {
            return;
        }
        over = false;
        if (seen.isPresent()) {
            disk.replace(COSIGNED, seen.get().bytes());
        }
    }

    private boolean isKept(String key) {
        return keys().kept().map(kept -> CosignerKey.of(kept).toString()).filter(key::equals).isPresent();
    }

    /** False when another of the organization's workers was first. */
    private boolean isEntered(OwnEntries own, Disk disk) throws IOException, StatusException {
        Enrolled enrolled = folder.enrolled();
        CosignerKey key = CosignerKey.of(keys().present());
        boolean entered = isAdmitted(key, new WorkerId(enrolled.organization(), enrolled.worker().orElseThrow()), own, disk);
        if (entered) {
            notices.accept(new Notice(Notice.Kind.SITE, "this worker is the witness of " + enrolled.organization() + " now: " + key));
        }
        return entered;
    }

    private boolean hasBegun(Disk disk) throws IOException {
        return keys().kept().isPresent() && disk.exists(COSIGNED);
    }

    private boolean isAdmitted(CosignerKey key, WorkerId worker, OwnEntries own, Disk disk) throws IOException, StatusException {
        try {
            keys().admit(key, worker, own, disk);
            return true;
        } catch (StatusException notTaken) {
            boolean stands = !disk.list("outbox").isEmpty();
            if (stands || Failures.refusesCertificate(notTaken.getStatus()) || own.witnessKey().isEmpty()) {
                throw notTaken;
            }
            return false;
        }
    }

    /** The newest checkpoint that this worker saw, which a ledger that goes on otherwise must not get a cosignature after. */
    private Optional<SignedCheckpoint> seen(Disk disk) throws IOException {
        Optional<SignedCheckpoint> seen = new ProofFiles(disk).checkpoint();
        try {
            if (seen.isPresent()) {
                seen.get().verify(folder.trust().logKeys());
            }
            return seen;
        } catch (MalformedNoteException | UnverifiedNoteException damaged) {
            throw new IOException("receipts/checkpoint is damaged, for the coordinator never signed it (" + damaged.getMessage()
                    + "); put it back, or in its place the last part of a receipts/*.tlog-proof, after the empty line", damaged);
        }
    }

    /**
     * Begins to cosign where this worker has a key for it, else to watch whether the organization has a witness; once is enough, and again
     * after {@link #enter}.
     */
    void start(CoordinatorChannel channel) {
        if (refused || !config.witness()) {
            return;
        }
        if (!over && !isAttending()) {
            thread = kept().map(key -> Thread.ofPlatform().daemon().name("witness").start(() -> attend(key, channel)));
        }
        if (watch.isEmpty()) {
            watch = Optional.of(Thread.ofPlatform().daemon().name("witness-watch").start(() -> watch(channel)));
        }
    }

    private boolean isAttending() {
        return thread.filter(Thread::isAlive).isPresent();
    }

    /** The witness may have left: nobody else tells this worker. */
    private void watch(CoordinatorChannel channel) {
        while (!isStoppedWithin(againSeconds)) {
            try {
                if (!refused && !isAttending() && !hasBegun(new FileDisk(folder.path()))
                        && new OwnEntries(folder, channel).witnessKey().isEmpty()) {
                    onNone.run();
                }
            } catch (StatusException | IOException | RuntimeException unknown) {
                // The session tells what is wrong with the connection or the folder.
            }
        }
    }

    /** How the worker ends, for the coordinator contradicts what this witness cosigned, or does not prove otherwise; empty while nothing is. */
    Optional<Effect.Exit> caught() {
        return Optional.ofNullable(caught.get());
    }

    private Optional<SignerKey> kept() {
        try {
            return keys().kept();
        } catch (ConfigException damaged) {
            problem(damaged.getMessage());
            return Optional.empty();
        }
    }

    private void attend(SignerKey key, CoordinatorChannel channel) {
        boolean ended = false;
        over = true;
        while (!ended) {
            try {
                WitnessExit exit = attendOnce(key, channel);
                ended = true;
                tell(exit);
                switch (exit.kind()) {
                    case FORK -> caught(Fatal.TAMPERING, exit.message());
                    case UNPROVEN -> caught(Fatal.UNPROVEN, exit.message());
                    default -> { }
                }
            } catch (TamperingException contradicted) {
                ended = true;
                problem(contradicted.getMessage());
                caught(Fatal.TAMPERING, contradicted.getMessage());
            } catch (IOException failed) {
                problem(FileProblem.text(failed) + again());
                ended = isStoppedWithin(againSeconds);
            } catch (RuntimeException unexpected) {
                problem(unexpected + again());
                ended = isStoppedWithin(againSeconds);
            } catch (InterruptedException cut) {
                ended = true;
            }
        }
    }

    private void caught(Fatal why, String what) {
        caught.set(new Effect.Exit(why.exitCode(), what));
        onCaught.accept(why == Fatal.TAMPERING ? "the witness has proof of a fork"
                : "the coordinator does not prove that its ledger continues what the witness cosigned");
    }

    private WitnessExit attendOnce(SignerKey key, CoordinatorChannel channel) throws IOException, InterruptedException {
        Path memory = folder.path().resolve(WitnessKeys.MEMORY);
        Trust trust = folder.trust();
        try (Witness witness = Witness.open(new FileDisk(memory), key, trust.logKeys())) {
            WitnessDuty duty = new WitnessDuty(witness, memory, new FolderKeys(folder, channel), Clock.systemUTC(), notices);
            return new Attending(channel, new OwnEntries(folder, channel)::witnessKey, duty, notices, stopping).run(Optional.empty());
        }
    }

    /** What was caught was told when it was. */
    private void tell(WitnessExit exit) {
        switch (exit.kind()) {
            case DONE, UNASKED, UNPROVEN, FORK -> { }
            case REPLACED -> notices.accept(new Notice(Notice.Kind.SITE, "this worker is not its organization's witness: "
                    + exit.message()));
            case CERTIFICATE, REFUSED -> problem(exit.message());
        }
    }

    private void problem(String why) {
        notices.accept(new Notice(Notice.Kind.PROBLEM, "this worker does not witness the ledger: " + why));
    }

    private String again() {
        return "; again in " + againSeconds + " s";
    }

    private boolean isStoppedWithin(long seconds) {
        try {
            return stopping.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException cut) {
            return true;
        }
    }

    /** Why a coordinator that was reached does not take the key: the worker goes on without being the witness. */
    void refused(StatusException why) {
        refused = true;
        problem(Failures.text(why.getStatus()) + "; tried again at the next start");
    }

    /** Cosigns no more, and looks no more; an answer under way is finished. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            if (thread.isPresent()) {
                thread.get().join(CLOSE_MILLIS);
            }
            if (watch.isPresent()) {
                watch.get().join(CLOSE_MILLIS);
            }
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }
}
