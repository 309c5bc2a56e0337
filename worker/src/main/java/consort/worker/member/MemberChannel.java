package consort.worker.member;

import consort.certs.CertsException;
import consort.certs.Credential;
import consort.certs.Fingerprint;
import consort.certs.Tls;
import consort.worker.enroll.TamperingException;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.network.Route;
import consort.worker.rpc.CertificateRenewal;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.session.PeerText;
import io.grpc.StatusException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/** A connection with the credential of a member's or a worker's folder. */
public final class MemberChannel {

    private MemberChannel() {
    }

    /**
     * Connects. A certificate that no running process renews, as an organization's or a person's, is renewed on the way when it is
     * due, and also while several certificate authorities count, as the older one may be retired meanwhile. When answers tell that
     * another authority issues, it is renewed once the command is done, before the connection closes. When the coordinator refuses
     * that, the certificate there is serves as long as it counts.
     *
     * @param warnings told in one line that there was no renewal, and why
     */
    public static CoordinatorChannel open(PartyFolder folder, Consumer<String> warnings) throws StatusException {
        return open(folder, folder.route(folder.coordinator(), System.getenv()), warnings);
    }

    /** The same, on a way of the caller's own. */
    public static CoordinatorChannel open(PartyFolder folder, Route route, Consumer<String> warnings) throws StatusException {
        Credential credential = folder.credential();
        CoordinatorChannel channel = connect(folder, route, credential);
        boolean renewsByItself = folder.enrolled().worker().isPresent();
        boolean due = Instant.now().isAfter(credential.renewAt()) || folder.authorities().certificates().size() > 1;
        if (!renewsByItself && due) {
            renew(channel, folder, credential, warnings);
        } else if (!renewsByItself) {
            channel.beforeClosing(() -> renewFromAnother(channel, folder, credential, warnings));
        }
        return channel;
    }

    /** Connects, and leaves the certificate as it is. */
    public static CoordinatorChannel openAsItIs(PartyFolder folder) {
        return openAsItIs(folder, folder.route(folder.coordinator(), System.getenv()));
    }

    /** The same, on a way of the caller's own. */
    public static CoordinatorChannel openAsItIs(PartyFolder folder, Route route) {
        return connect(folder, route, folder.credential());
    }

    private static CoordinatorChannel connect(PartyFolder folder, Route route, Credential credential) {
        return new CoordinatorChannel(folder.coordinator(), route,
                () -> Tls.client(() -> credential, folder::authorities, Clock.systemUTC()), () -> end(credential));
    }

    private static void renew(CoordinatorChannel channel, PartyFolder folder, Credential credential, Consumer<String> warnings)
            throws StatusException {
        try {
            CertificateRenewal.renew(channel, folder, credential, Instant.now());
        } catch (StatusException e) {
            if (!Failures.isRefusal(e.getStatus())) {
                channel.close();
                throw e;
            }
            warnings.accept("the renewal of the certificate was refused, so this goes on with the present one, valid until "
                    + end(credential) + ": " + PeerText.shown(Failures.text(e.getStatus())));
        } catch (CertsException | TamperingException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * What the command did, and said, stands whether or not this works: the next one tries again. Only a coordinator that
     * contradicts what it signed ends the command as such.
     */
    private static void renewFromAnother(CoordinatorChannel channel, PartyFolder folder, Credential credential,
            Consumer<String> warnings) {
        String own = Fingerprint.of(credential.chain().getLast()).hex();
        if (channel.issuer().filter(issuer -> !issuer.equals(own)).isEmpty()) {
            return;
        }
        try {
            CertificateRenewal.renew(channel, folder, credential, Instant.now());
        } catch (StatusException e) {
            warnings.accept("another authority issues, and the certificate was not renewed; it is valid until " + end(credential)
                    + ": " + PeerText.shown(Failures.text(e.getStatus())));
        } catch (CertsException | ConfigException e) {
            warnings.accept("another authority issues, and the certificate was not renewed; it is valid until " + end(credential)
                    + ": " + e.getMessage());
        }
    }

    private static Instant end(Credential credential) {
        return credential.certificate().getNotAfter().toInstant();
    }
}
