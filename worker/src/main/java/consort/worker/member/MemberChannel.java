package consort.worker.member;

import consort.certs.CertsException;
import consort.certs.Credential;
import consort.certs.Tls;
import consort.worker.folder.PartyFolder;
import consort.worker.network.Route;
import consort.worker.rpc.CertificateRenewal;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.time.Clock;
import java.time.Instant;

/** A connection with the credential of a member's or a worker's folder. */
public final class MemberChannel {

    private MemberChannel() {
    }

    /**
     * Connects. A certificate that no running process renews, as an organization's or a person's, is renewed on the way when it is
     * due, and also while several certificate authorities count, as the older one may be retired meanwhile.
     */
    public static CoordinatorChannel open(PartyFolder folder) throws StatusException {
        return open(folder, folder.route(folder.coordinator(), System.getenv()));
    }

    /** The same, on a way of the caller's own. */
    public static CoordinatorChannel open(PartyFolder folder, Route route) throws StatusException {
        Credential credential = folder.credential();
        CoordinatorChannel channel = new CoordinatorChannel(
                folder.coordinator(), route, Tls.client(() -> credential, folder::authorities, Clock.systemUTC()));
        boolean renewsByItself = folder.enrolled().worker().isPresent();
        boolean due = Instant.now().isAfter(credential.renewAt()) || folder.authorities().certificates().size() > 1;
        if (!renewsByItself && due) {
            renew(channel, folder, credential);
        }
        return channel;
    }

    private static void renew(CoordinatorChannel channel, PartyFolder folder, Credential credential) throws StatusException {
        try {
            CertificateRenewal.renew(channel, folder, credential, Instant.now());
        } catch (StatusException | CertsException e) {
            channel.close();
            throw e;
        }
    }
}
