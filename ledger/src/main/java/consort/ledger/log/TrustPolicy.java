package consort.ledger.log;

import consort.ledger.note.CosignerKey;
import consort.ledger.note.VerifierKey;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The policy file beside the checkpoint (c2sp.org/tlog-policy), which tools of others read: the log's key, the witnesses and how many
 * of them must have cosigned. It comes from the audited party and so authenticates nothing.
 *
 * @param witnesses all whose cosignature counts; each is named as its key is
 * @param quorum how many of them are needed; 0 where none is
 */
public record TrustPolicy(VerifierKey logKey, List<CosignerKey> witnesses, int quorum) {

    public static final String PATH = "policy";

    /** Room for as many witnesses as there can be members. */
    public static final int MAX_BYTES = 1 << 17;

    private static final String GROUP = "quorum-of-members";

    public TrustPolicy {
        witnesses = List.copyOf(witnesses);
    }

    /** Without witnesses. */
    public TrustPolicy(VerifierKey logKey) {
        this(logKey, List.of(), 0);
    }

    /**
     * The file. Where there are fewer witnesses than are needed no checkpoint is witnessed; the format cannot say so, and what it can say
     * that comes nearest is that all of them are needed.
     */
    public String text() {
        StringBuilder text = new StringBuilder("log " + logKey + "\n");
        witnesses.forEach(witness -> text.append("witness ").append(witness.name()).append(' ').append(witness).append('\n'));
        if (quorum > witnesses.size()) {
            text.append("# ").append(quorum).append(" witnesses are needed, and ").append(witnesses.size()).append(" are there: nothing is"
                    + " witnessed yet\n");
        }
        if (quorum == 0 || witnesses.isEmpty()) {
            return text.append("quorum none\n").toString();
        }
        String names = witnesses.stream().map(CosignerKey::name).collect(Collectors.joining(" "));
        return text.append("group ").append(GROUP).append(' ').append(Math.min(quorum, witnesses.size())).append(' ').append(names)
                .append("\nquorum ").append(GROUP).append('\n').toString();
    }
}
