package consort.coordinator.rpc;

import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Fingerprint;
import consort.coordinator.loop.LedgerAuthorities;

/** The certificate authorities of a coordinator. For any thread; every call tells the present state. */
public interface Issuers {

    /** Those whose certificates count. */
    Authorities counting();

    /** The newest of them, with its key: it issues. */
    Authority issuing();

    /** The oldest of them, by which the coordinator's own certificate is known: invites name it. */
    default AuthorityCertificate shown() {
        return counting().oldest();
    }

    /** What the ledger says about them. */
    LedgerAuthorities ledger();

    /** Whether the coordinator's folder holds the key of an authority. */
    boolean holdsKey(Fingerprint authority);
}
