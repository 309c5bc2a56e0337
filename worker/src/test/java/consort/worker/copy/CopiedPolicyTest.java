package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.log.TrustPolicy;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CopiedPolicyTest {

    private static final VerifierKey LOG = key("example.org/pool", 1).verifierKey();
    private static final CosignerKey ACME = CosignerKey.of(key("example.org/pool/acme/witness", 2));
    private static final CosignerKey BETA = CosignerKey.of(key("example.org/pool/beta/witness", 3));
    private static final Set<String> ADMITTED = Set.of(ACME.toString(), BETA.toString());

    @Test
    void keepsTheWitnessesAndTheirQuorum() {
        String served = new TrustPolicy(LOG, List.of(ACME, BETA), 2).text();
        assertThat(copied(served, 2)).isEqualTo(served).contains("witness ", "quorum quorum-of-members");
    }

    @Test
    void takesNothingThatTheLedgerDoesNotSay() {
        String plain = new TrustPolicy(LOG).text();
        CosignerKey stranger = CosignerKey.of(key("example.org/pool/acme/witness", 4));
        VerifierKey other = key("example.org/pool", 5).verifierKey();
        assertThat(copied(new TrustPolicy(LOG, List.of(stranger, BETA), 2).text(), 2)).as("another witness").isEqualTo(plain);
        assertThat(copied(new TrustPolicy(LOG, List.of(ACME, BETA), 1).text(), 2)).as("a smaller quorum").isEqualTo(plain);
        assertThat(copied(new TrustPolicy(other, List.of(ACME, BETA), 2).text(), 2)).as("another log key").isEqualTo(plain);
        assertThat(copied("\0\n\n", 2)).as("no policy").isEqualTo(plain);
    }

    private static String copied(String served, int quorum) {
        return new String(CopiedPolicy.of(served.getBytes(StandardCharsets.UTF_8), LOG, ADMITTED, quorum), StandardCharsets.UTF_8);
    }

    private static SignerKey key(String name, int seed) {
        byte[] bytes = new byte[SignerKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SignerKey.fromSeed(name, bytes);
    }
}
