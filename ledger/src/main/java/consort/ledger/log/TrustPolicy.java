package consort.ledger.log;

import consort.ledger.note.VerifierKey;

/**
 * The policy file beside the checkpoint (c2sp.org/tlog-policy), which tools of others read: the log's key, and no witnesses
 * required. It comes from the audited party and so authenticates nothing.
 */
public record TrustPolicy(VerifierKey logKey) {

    public static final String PATH = "policy";

    public String text() {
        return "log " + logKey + "\nquorum none\n";
    }
}
