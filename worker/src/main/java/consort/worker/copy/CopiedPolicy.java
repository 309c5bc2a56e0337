package consort.worker.copy;

import consort.ledger.disk.Disk;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Limits;
import consort.ledger.json.JsonException;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policy beside a copy. Which witnesses count now follows from the folded ledger, which a copy does not have; so the served one is
 * taken, if it can be one of this ledger, and else one that asks for no witness.
 */
final class CopiedPolicy {

    private static final String WITNESS = "witness ";

    private CopiedPolicy() {
    }

    /** The bytes of the file, for a copy whose documents stand. */
    static byte[] of(Optional<byte[]> served, VerifierKey logKey, NamedFiles named, Disk copy) throws IOException {
        if (served.isEmpty() || named.charter().isEmpty()) {
            return bytes(new TrustPolicy(logKey));
        }
        byte[] charter = copy.readAll("docs/" + named.charter().get(), Limits.MAX_DOCUMENT_BYTES);
        try {
            return of(served.get(), logKey, named.witnessKeys(), CharterDocument.parse(charter).witnesses().quorum());
        } catch (JsonException auditorsToReport) {
            return bytes(new TrustPolicy(logKey));
        }
    }

    /**
     * @param logKey the newest
     * @param witnessKeys all that entries of the ledger ever admitted
     * @param quorum the charter's
     */
    static byte[] of(byte[] served, VerifierKey logKey, Set<String> witnessKeys, int quorum) {
        String text = new String(served, StandardCharsets.UTF_8);
        List<CosignerKey> witnesses = new ArrayList<>();
        for (String line : text.split("\n")) {
            String key = line.substring(line.lastIndexOf(' ') + 1);
            if (line.startsWith(WITNESS) && witnessKeys.contains(key)) {
                try {
                    witnesses.add(CosignerKey.parse(key));
                } catch (MalformedNoteException auditorsToReport) {
                    return bytes(new TrustPolicy(logKey));
                }
            }
        }
        byte[] possible = bytes(new TrustPolicy(logKey, witnesses, quorum));
        return text.equals(new String(possible, StandardCharsets.UTF_8)) ? possible : bytes(new TrustPolicy(logKey));
    }

    private static byte[] bytes(TrustPolicy policy) {
        return policy.text().getBytes(StandardCharsets.UTF_8);
    }
}
