package consort.worker.member;

import consort.certs.AuthorityCertificate;
import consort.certs.Credential;
import consort.certs.Tls;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.CoordinatorChannel;
import java.time.Clock;

/** A connection with the credential of a member's or a worker's folder. */
public final class MemberChannel {

    private MemberChannel() {
    }

    public static CoordinatorChannel open(PartyFolder folder) {
        Credential credential = folder.credential();
        AuthorityCertificate authority = folder.authority();
        return new CoordinatorChannel(folder.coordinator(), Tls.client(() -> credential, authority, Clock.systemUTC()));
    }
}
