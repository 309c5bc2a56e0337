package consort.worker.run;

import consort.proto.WitnessRequest;
import consort.worker.rpc.Attendance;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.run.WitnessExit.Kind;
import consort.worker.session.Backoff;
import consort.worker.session.Notice;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets the coordinator ask a witness, over one stream, which is opened again whenever it ends. For one thread. */
final class Attending {

    private static final long BACKOFF_MILLIS = 1_000;
    /** Nothing is published as witnessed while many are away: a coordinator that comes back waits no longer for them than this. */
    private static final long LONGEST_BACKOFF_MILLIS = 10_000;
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final CoordinatorChannel channel;
    private final Standing standing;
    private final WitnessDuty duty;
    private final Consumer<Notice> notices;
    private final CountDownLatch stopping;

    /** What the ledger says of the organization's witness. */
    interface Standing {

        /** The key that counts; empty when there is none, or the coordinator does not say. */
        String key() throws StatusException;
    }

    /** @param stopping opens when the witness is to end */
    Attending(CoordinatorChannel channel, Standing standing, WitnessDuty duty, Consumer<Notice> notices, CountDownLatch stopping) {
        this.channel = channel;
        this.standing = standing;
        this.duty = duty;
        this.notices = notices;
        this.stopping = stopping;
    }

    /**
     * Answers until there is a reason to end.
     *
     * @param endNanos until when one checkpoint is waited for, which is all then; empty: until it is stopped
     * @throws IOException when what must be remembered could not be
     */
    WitnessExit run(Optional<Long> endNanos) throws IOException, InterruptedException {
        for (int failures = 0; ; failures++) {
            long before = duty.cosigned();
            try {
                String known = standing.key();
                return known.isEmpty() || known.equals(duty.key()) ? attend(endNanos)
                        : new WitnessExit(Kind.REPLACED, "the witness's key in the ledger is another: " + known);
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
                notices.accept(new Notice(Notice.Kind.LINK, "the witness is not connected (" + Failures.text(ended.getStatus())
                        + "); again in " + Math.ceilDiv(wait, 1000) + " s"));
                if (stopping.await(wait, TimeUnit.MILLISECONDS) || endNanos.isPresent() && isOver(endNanos.get())) {
                    return over(endNanos);
                }
            }
        }
    }

    private WitnessExit attend(Optional<Long> endNanos) throws IOException, InterruptedException, StatusException {
        try (Attendance attendance = Attendance.begin(channel, duty.key())) {
            while (stopping.getCount() > 0 && (endNanos.isEmpty() || !isOver(endNanos.get()))) {
                Optional<WitnessRequest> request = attendance.next(GLANCE);
                if (request.isPresent()) {
                    attendance.answer(request.get().getNumber(), duty.answer(request.get().getBody().toByteArray()));
                }
                if (duty.fork().isPresent() && (duty.refused() || request.isEmpty())) {
                    attendance.finish();
                    return new WitnessExit(Kind.FORK, duty.fork().get());
                }
                if (duty.unproven(WitnessDuty.UNPROVEN_REFUSALS).isPresent()) {
                    attendance.finish();
                    return new WitnessExit(Kind.UNPROVEN, duty.unproven(WitnessDuty.UNPROVEN_REFUSALS).get());
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
                : duty.unproven(1).map(what -> new WitnessExit(Kind.UNPROVEN, what))
                        .orElseGet(() -> new WitnessExit(Kind.UNASKED, "the coordinator asked for no cosignature"));
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
