package consort.worker.run;

import consort.certs.Tls;
import consort.ledger.disk.FileDisk;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Witness;
import consort.proto.WitnessRequest;
import consort.worker.folder.PartyFolder;
import consort.worker.network.Route;
import consort.worker.rpc.Attendance;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.rpc.FolderKeys;
import consort.worker.run.WitnessExit.Kind;
import consort.worker.session.Backoff;
import consort.worker.session.Notice;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets the coordinator ask an organization's witness until it is told to stop, or must: over one stream, which is opened again
 * whenever it ends.
 */
public final class WitnessRun {

    /** The witness's memory, in the organization's folder. */
    public static final String MEMORY = "witness";

    private static final long BACKOFF_MILLIS = 1_000;
    private static final long LONGEST_BACKOFF_MILLIS = 60_000;
    private static final Duration GLANCE = Duration.ofMillis(500);

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
        Path memory = folder.path().resolve(MEMORY);
        try (Witness witness = Witness.open(new FileDisk(memory), key, folder.trust().logKeys());
                Renewal renewal = new Renewal(folder, notices, Clock.systemUTC());
                CoordinatorChannel channel = new CoordinatorChannel(
                        folder.coordinator(), route, () -> Tls.client(renewal::newest, renewal::authorities, Clock.systemUTC()),
                        () -> renewal.newest().certificate().getNotAfter().toInstant())) {
            renewal.start(channel);
            WitnessDuty duty = new WitnessDuty(witness, memory, new FolderKeys(folder, channel), Clock.systemUTC(), notices);
            WitnessExit exit = attendAgain(channel, duty, once.map(wait -> System.nanoTime() + wait.toNanos()));
            notices.accept(new Notice(Notice.Kind.END, exit.message()));
            return exit;
        }
    }

    /** Asks the witness to end. From any thread. */
    public void stop() {
        stopping.countDown();
    }

    private WitnessExit attendAgain(CoordinatorChannel channel, WitnessDuty duty, Optional<Long> endNanos)
            throws IOException, InterruptedException {
        for (int failures = 0; ; failures++) {
            long before = duty.cosigned();
            try {
                return attend(channel, duty, endNanos);
            } catch (StatusException ended) {
                if (duty.fork().isPresent()) {
                    return new WitnessExit(Kind.FORK, duty.fork().get());
                }
                Optional<WitnessExit> refused = refused(ended.getStatus());
                if (refused.isPresent()) {
                    return refused.get();
                }
                failures = duty.cosigned() > before ? 0 : failures;
                long wait = Backoff.millis(BACKOFF_MILLIS, LONGEST_BACKOFF_MILLIS, failures, ThreadLocalRandom.current());
                notices.accept(new Notice(Notice.Kind.LINK, "not connected (" + Failures.text(ended.getStatus()) + "); again in "
                        + Math.ceilDiv(wait, 1000) + " s"));
                if (stopping.await(wait, TimeUnit.MILLISECONDS) || endNanos.isPresent() && isOver(endNanos.get())) {
                    return over(endNanos);
                }
            }
        }
    }

    private WitnessExit attend(CoordinatorChannel channel, WitnessDuty duty, Optional<Long> endNanos)
            throws IOException, InterruptedException, StatusException {
        try (Attendance attendance = Attendance.begin(channel)) {
            while (stopping.getCount() > 0 && (endNanos.isEmpty() || !isOver(endNanos.get()))) {
                Optional<WitnessRequest> request = attendance.next(GLANCE);
                if (request.isPresent()) {
                    attendance.answer(request.get().getNumber(), duty.answer(request.get().getBody().toByteArray()));
                }
                if (duty.fork().isPresent() && (duty.refused() || request.isEmpty())) {
                    attendance.finish();
                    return new WitnessExit(Kind.FORK, duty.fork().get());
                }
                if (endNanos.isPresent() && duty.cosigned() > 0) {
                    attendance.finish();
                    return new WitnessExit(Kind.DONE, "cosigned once");
                }
            }
        }
        return duty.fork().isPresent() ? new WitnessExit(Kind.FORK, duty.fork().get()) : over(endNanos);
    }

    private WitnessExit over(Optional<Long> endNanos) {
        return stopping.getCount() == 0 || endNanos.isEmpty() ? new WitnessExit(Kind.DONE, "stopped")
                : new WitnessExit(Kind.UNASKED, "the coordinator asked for no cosignature");
    }

    private static boolean isOver(long endNanos) {
        return System.nanoTime() - endNanos >= 0;
    }

    private static Optional<WitnessExit> refused(Status status) {
        if (Failures.refusesCertificate(status)) {
            return Optional.of(new WitnessExit(Kind.CERTIFICATE, Failures.text(status)));
        }
        return switch (status.getCode()) {
            case PERMISSION_DENIED, UNIMPLEMENTED -> Optional.of(new WitnessExit(Kind.REFUSED, Failures.text(status)));
            default -> Optional.empty();
        };
    }
}
