package consort.worker.run;

import consort.certs.Authorities;
import consort.certs.CertsException;
import consort.certs.Credential;
import consort.certs.Fingerprint;
import consort.proto.Issuer;
import consort.worker.enroll.TamperingException;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.CertificateRenewal;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.session.Notice;
import io.grpc.StatusException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the certificate fresh: from two thirds of its life on, or once another authority issues, asks for a new one now and then
 * until it gets it. Calls from then on go over a new connection, which shows it; what is under way goes on where it is.
 */
final class Renewal implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    /** However short certificates live, and whatever the coordinator says. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final PartyFolder folder;
    private final Consumer<Notice> notices;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("renewal").factory());
    private volatile Credential newest;
    private volatile Authorities authorities;
    /** The look that is to come. */
    private Optional<ScheduledFuture<?>> next = Optional.empty();
    /** Fingerprint of the authority that issues, as the coordinator said last; empty: it said nothing. */
    private volatile String issuer = "";

    /** Loads the credential there is. */
    Renewal(PartyFolder folder, Consumer<Notice> notices, InstantSource clock) {
        this.folder = folder;
        this.notices = notices;
        this.clock = clock;
        this.newest = folder.credential();
        this.authorities = folder.authorities();
    }

    Credential newest() {
        return newest;
    }

    /** Whose certificates count, as far as is known here. */
    Authorities authorities() {
        return authorities;
    }

    void start(CoordinatorChannel channel) {
        lookAfter(Duration.ZERO, channel);
    }

    /** The coordinator says who issues now. From any thread. */
    void issuer(Issuer said, CoordinatorChannel channel) {
        issuer = said.getFingerprint();
        lookAfter(SHORTEST_WAIT, channel);
    }

    /** In the place of the look that was to come. */
    private synchronized void lookAfter(Duration wait, CoordinatorChannel channel) {
        next.ifPresent(planned -> planned.cancel(false));
        try {
            next = Optional.of(timer.schedule(() -> look(channel), wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException closed) {
            next = Optional.empty();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look(CoordinatorChannel channel) {
        renewIfDue(channel);
        // A renewal that failed is tried again well before the certificate ends.
        Duration wait = isDue()
                ? Duration.between(clock.instant(), newest.certificate().getNotAfter().toInstant()).dividedBy(10)
                : Duration.between(clock.instant(), newest.renewAt());
        lookAfter(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT
                : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait, channel);
    }

    private boolean isDue() {
        return !clock.instant().isBefore(newest.renewAt())
                || !issuer.isEmpty() && !issuer.equals(Fingerprint.of(newest.chain().getLast()).hex());
    }

    private void renewIfDue(CoordinatorChannel channel) {
        if (!isDue()) {
            return;
        }
        try {
            newest = CertificateRenewal.renew(channel, folder, newest, clock.instant());
            authorities = folder.authorities();
            // Said once is heard once: a coordinator that names an authority which it does not use gets no second call for it.
            issuer = "";
            channel.renewed();
            notices.accept(new Notice(Notice.Kind.LINK, "the certificate was renewed; it is valid until "
                    + newest.certificate().getNotAfter().toInstant()));
        } catch (StatusException e) {
            failed(Failures.text(e.getStatus()));
        } catch (CertsException | TamperingException | ConfigException e) {
            failed(e.getMessage());
        }
    }

    private void failed(String why) {
        notices.accept(new Notice(Notice.Kind.PROBLEM, "the certificate, valid until "
                + newest.certificate().getNotAfter().toInstant() + ", could not be renewed: " + why));
    }
}
