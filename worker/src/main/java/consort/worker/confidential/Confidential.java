package consort.worker.confidential;

import consort.ledger.entry.Opening;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import java.io.IOException;
import java.security.SecureRandom;

/** What the entries of a worker on this machine commit to. */
public final class Confidential {

    private Confidential() {
    }

    /** Of a worker's folder, whose lock the caller holds. */
    public static Confiding of(PartyFolder folder, WorkerConfig config) throws IOException {
        SecureRandom random = new SecureRandom();
        return new SiteConfidences(SiteConfidences.open(folder.path()), new LocalSite(config.data()), () -> {
            byte[] salt = new byte[Opening.SALT_BYTES];
            random.nextBytes(salt);
            return salt;
        });
    }
}
