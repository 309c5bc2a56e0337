package consort.ledger.witness;

import static consort.ledger.fold.LedgerBuilder.witnessKey;
import static consort.ledger.fold.LedgerBuilder.witnessSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Cosigner;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The charter of {@link EveryEntry} asks for two cosignatures, and carol operates the coordinator. */
final class CosignersTest {

    private static final long NOW = 1_800_000_000L;

    private final LedgerBuilder ledger = EveryEntry.write();
    private final SignedCheckpoint checkpoint = SignedCheckpoint.sign(
            new Checkpoint(LedgerBuilder.ORIGIN, ledger.state.size(), TreeHash.leaf(new byte[1])), ledger.logKey);
    private final Cosigners cosigners = Cosigners.at(ledger.state, ledger.state.size());

    @Test
    void mergesUntilTheQuorumIsThere() throws Exception {
        assertThat(cosigners.quorum()).isEqualTo(2);
        assertThat(cosigners.counting()).isEqualTo(2);
        SignedCheckpoint one = cosigners.merge(checkpoint, answer("acme", NOW));
        SignedCheckpoint operator = cosigners.merge(one, answer("carol", NOW));
        assertThat(cosigners.isWitnessed(operator)).as("the operator's own does not count").isFalse();
        SignedCheckpoint two = cosigners.merge(operator, answer("beta", NOW + 1));
        assertThat(cosigners.isWitnessed(two)).isTrue();
        two.verify(ledger.state.logKeys());
        assertThat(cosigners.of(two)).containsExactly(
                new Cosigned(Optional.of("acme"), witnessKey("acme"), NOW, true),
                new Cosigned(Optional.of("beta"), witnessKey("beta"), NOW + 1, true),
                new Cosigned(Optional.of("carol"), witnessKey("carol"), NOW, false));
        assertThat(SignedCheckpoint.parse(two.bytes())).isEqualTo(two);
    }

    @Test
    void aNewerCosignatureTakesThePlaceOfAnOlderOne() throws Exception {
        SignedCheckpoint again = cosigners.merge(cosigners.merge(checkpoint, answer("acme", NOW)), answer("acme", NOW + 9));
        assertThat(again.note().signatures()).hasSize(2);
        assertThat(cosigners.of(again)).extracting(Cosigned::timeSeconds).containsExactly(NOW + 9);
    }

    @Test
    void passesOverStrangersAndRefusesForgeries() throws Exception {
        String stranger = new Cosigner(SignerKey.fromSeed("example.org/other", new byte[SignerKey.SEED_BYTES])).cosign(text(), NOW).line();
        String acme = new String(answer("acme", NOW), StandardCharsets.UTF_8);
        assertThat(cosigners.of(cosigners.merge(checkpoint, bytes(stranger + acme)))).hasSize(1);
        assertThatThrownBy(() -> cosigners.merge(checkpoint, bytes(stranger))).isInstanceOf(UnverifiedNoteException.class);
        byte[] other = bytes(new Cosigner(witnessSecret("acme")).cosign(text().replace("\n", "1\n"), NOW).line());
        assertThatThrownBy(() -> cosigners.merge(checkpoint, other)).hasMessageContaining("does not verify");
        for (String malformed : List.of("", "\n", acme.strip(), acme + "\n", "x" + acme, "a".repeat(Cosigners.MAX_ANSWER_BYTES) + "\n")) {
            assertThatThrownBy(() -> cosigners.merge(checkpoint, bytes(malformed))).isInstanceOf(MalformedNoteException.class);
        }
    }

    @Test
    void outsideWitnessesAreKeptAndDoNotCount() throws Exception {
        SignerKey outside = SignerKey.fromSeed("witness.example/w1", new byte[SignerKey.SEED_BYTES]);
        Cosigners all = cosigners.withOutside(List.of(CosignerKey.of(outside)));
        SignedCheckpoint merged = all.merge(all.merge(checkpoint, answer("acme", NOW)), bytes(new Cosigner(outside).cosign(text(), NOW).line()));
        assertThat(all.of(merged)).hasSize(2);
        assertThat(all.isWitnessed(merged)).isFalse();
        assertThat(all.policy(ledger.state.logKey()).witnesses()).containsExactly(witnessKey("acme"), witnessKey("beta"));
    }

    @Test
    void writesThePolicyThatSaysTheSame() {
        String acme = LedgerBuilder.ORIGIN + "/acme/witness";
        String beta = LedgerBuilder.ORIGIN + "/beta/witness";
        assertThat(cosigners.policy(ledger.state.logKey()).text()).isEqualTo("log " + ledger.state.logKey() + "\n"
                + "witness " + acme + " " + witnessKey("acme") + "\nwitness " + beta + " " + witnessKey("beta") + "\n"
                + "group quorum-of-members 2 " + acme + " " + beta + "\nquorum quorum-of-members\n");
        assertThat(Cosigners.at(ledger.state, 3).policy(ledger.state.logKey()).text()).isEqualTo("log " + ledger.state.logKey() + "\n"
                + "# 2 witnesses are needed, and 0 are there: nothing is witnessed yet\nquorum none\n");
    }

    @Test
    void keysCountFromTheirEntryToTheOneThatReplacesThem() {
        long admitted = ledger.state.witnesses().of("acme").orElseThrow().index();
        assertThat(Cosigners.at(ledger.state, admitted).keyOf("acme")).isEmpty();
        assertThat(Cosigners.at(ledger.state, admitted + 1).keyOf("acme")).contains(witnessKey("acme"));
    }

    private byte[] answer(String organization, long time) {
        return bytes(new Cosigner(witnessSecret(organization)).cosign(text(), time).line());
    }

    private String text() {
        return checkpoint.note().text();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
