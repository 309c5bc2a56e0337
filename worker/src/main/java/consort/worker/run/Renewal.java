package consort.worker.run;

import com.google.protobuf.ByteString;
import consort.certs.Authorities;
import consort.certs.CertsException;
import consort.certs.Credential;
import consort.certs.Fingerprint;
import consort.proto.Issuer;
import consort.worker.enroll.Learned;
import consort.worker.enroll.TamperingException;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.CertificateRenewal;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.session.Notice;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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

    private final PartyFolder folder;
    private final Consumer<Notice> notices;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("renewal").factory());
    private volatile Credential newest;
    private volatile Authorities authorities;
    /** What was known before anything could come over the stream: what waited in it while more was learned elsewhere is judged by this. */
    private final Learned first;
    /** Before the last look; that thread's alone. */
    private Duration waited = RenewalWait.SHORTEST;
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
        this.first = Learned.kept(folder);
        this.authorities = first.authorities();
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
        lookAfter(RenewalWait.SHORTEST, channel);
    }

    /** Keeps what the coordinator passed on over the stream. From any thread. */
    void learn(List<ByteString> entries, List<ByteString> certificates) throws IOException {
        try {
            authorities = Learned.keep(folder, first, entries, certificates).authorities();
        } catch (ConfigException | CertsException e) {
            throw new IOException(e.getMessage(), e);
        }
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
        try {
            renewIfDue(channel);
        } catch (RuntimeException unexpected) {
            failed(unexpected.toString());
        } finally {
            waited = RenewalWait.next(clock.instant(), newest.certificate().getNotAfter().toInstant(),
                    isDue() ? Optional.empty() : Optional.of(newest.renewAt()), waited);
            lookAfter(waited, channel);
        }
    }

    private boolean isDue() {
        return !clock.instant().isBefore(newest.renewAt()) || !issuer.isEmpty()
                && (!issuer.equals(Fingerprint.of(newest.chain().getLast()).hex()) || authorities.certificates().size() > 1);
    }

    private void renewIfDue(CoordinatorChannel channel) {
        if (!isDue()) {
            return;
        }
        Credential before = newest;
        // Said once is heard once: a coordinator that names an authority which it does not use gets no second call for it. What it
        // says while the call is under way is heard after it.
        String said = issuer;
        issuer = "";
        boolean heard = false;
        try {
            newest = CertificateRenewal.renew(channel, folder, before, clock.instant());
            authorities = folder.authorities();
            heard = true;
            channel.renewed();
            if (!newest.equals(before)) {
                notices.accept(new Notice(Notice.Kind.LINK, "the certificate was renewed; it is valid until "
                        + newest.certificate().getNotAfter().toInstant()));
            }
        } catch (StatusException e) {
            failed(Failures.text(e.getStatus()));
        } catch (CertsException | TamperingException | ConfigException e) {
            failed(e.getMessage());
        } finally {
            if (!heard && issuer.isEmpty()) {
                issuer = said;
            }
        }
    }

    private void failed(String why) {
        notices.accept(new Notice(Notice.Kind.PROBLEM, "the certificate, valid until "
                + newest.certificate().getNotAfter().toInstant() + ", could not be renewed: " + why));
    }
}
