package consort.worker.run;

import consort.certs.Tls;
import consort.ledger.disk.FileDisk;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Witness;
import consort.worker.folder.PartyFolder;
import consort.worker.member.OwnEntries;
import consort.worker.network.Route;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.FolderKeys;
import consort.worker.session.Notice;
import consort.worker.witness.WitnessKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** An organization's witness as a program of its own: until it is told to stop, or must. */
public final class WitnessRun {

    private final PartyFolder folder;
    private final Route route;
    private final Consumer<Notice> notices;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * @param folder an organization's own
     * @param notices told one line for every event; may be called from several threads
     */
    public WitnessRun(PartyFolder folder, Route route, Consumer<Notice> notices) {
        this.folder = folder;
        this.route = route;
        this.notices = notices;
    }

    /**
     * Runs until it ends.
     *
     * @param key the witness's, which the ledger admits
     * @param once for how long to wait until one checkpoint is cosigned, which is all then; empty: until it is stopped
     * @throws consort.ledger.disk.LockedException when another process is this witness
     * @throws IOException when the folder cannot be used
     */
    public WitnessExit run(SignerKey key, Optional<Duration> once) throws IOException, InterruptedException {
        Path memory = folder.path().resolve(WitnessKeys.MEMORY);
        try (Witness witness = Witness.open(new FileDisk(memory), key, folder.trust().logKeys());
                Renewal renewal = new Renewal(folder, notices, Clock.systemUTC());
                CoordinatorChannel channel = new CoordinatorChannel(
                        folder.coordinator(), route, () -> Tls.client(renewal::newest, renewal::authorities, Clock.systemUTC()),
                        () -> renewal.newest().certificate().getNotAfter().toInstant())) {
            renewal.start(channel);
            WitnessDuty duty = new WitnessDuty(witness, memory, new FolderKeys(folder, channel), Clock.systemUTC(), notices);
            OwnEntries own = new OwnEntries(folder, channel);
            WitnessExit exit = new Attending(channel, own::witnessKey, duty, notices, stopping)
                    .run(once.map(wait -> System.nanoTime() + wait.toNanos()));
            notices.accept(new Notice(Notice.Kind.END, exit.message()));
            return exit;
        }
    }

    /** Asks the witness to end. From any thread. */
    public void stop() {
        stopping.countDown();
    }
}
