package consort.worker.run;

import consort.certs.CertsException;
import consort.certs.Credential;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.CertificateRenewal;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.session.Notice;
import io.grpc.StatusException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the certificate fresh: from two thirds of its life on, asks for a new one now and then until it gets it. New
 * connections show the newest; those that stand go on.
 */
final class Renewal implements AutoCloseable {

    private static final long LOOK_MINUTES = 15;

    private final PartyFolder folder;
    private final Consumer<Notice> notices;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("renewal").factory());
    private volatile Credential newest;

    /** Loads the credential there is. */
    Renewal(PartyFolder folder, Consumer<Notice> notices, InstantSource clock) {
        this.folder = folder;
        this.notices = notices;
        this.clock = clock;
        this.newest = folder.credential();
    }

    Credential newest() {
        return newest;
    }

    void start(CoordinatorChannel channel) {
        timer.scheduleWithFixedDelay(() -> renewIfDue(channel), 0, LOOK_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void renewIfDue(CoordinatorChannel channel) {
        if (clock.instant().isBefore(newest.renewAt())) {
            return;
        }
        try {
            newest = CertificateRenewal.renew(channel, folder, newest, clock.instant());
            notices.accept(new Notice(Notice.Kind.LINK, "the certificate was renewed; it is valid until "
                    + newest.certificate().getNotAfter().toInstant()));
        } catch (StatusException e) {
            failed(Failures.text(e.getStatus()));
        } catch (CertsException e) {
            failed(e.getMessage());
        }
    }

    private void failed(String why) {
        notices.accept(new Notice(Notice.Kind.PROBLEM, "the certificate, valid until "
                + newest.certificate().getNotAfter().toInstant() + ", could not be renewed: " + why));
    }
}
