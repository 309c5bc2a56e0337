package consort.worker.rpc;

import consort.ledger.entry.LogKeys;
import consort.worker.enroll.KnownKeys;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.time.Instant;

/**
 * The log's keys that a folder trusts. Newer ones come with the answer to a renewal, the one call that everybody may make; the
 * certificate comes back as it is while it is young.
 */
public record FolderKeys(PartyFolder folder, CoordinatorChannel channel) implements KnownKeys {

    @Override
    public LogKeys known() {
        return folder.trust().logKeys();
    }

    @Override
    public LogKeys learn() throws StatusException {
        CertificateRenewal.renew(channel, folder, folder.credential(), Instant.now());
        return known();
    }
}
