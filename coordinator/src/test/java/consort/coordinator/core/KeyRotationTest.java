package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the coordinator answers while an organization goes over to its next key. */
class KeyRotationTest {

    private static final Subject ACME = Subject.ofOrganization("acme");

    private final SignerKey old = Pool.orgKey("acme");
    private final SignerKey next = SignerKey.fromSeed(old.name(), new byte[SignerKey.SEED_BYTES]);
    private Pool pool;
    private WorkerId worker;

    @BeforeEach
    void aMemberWithAWorker() throws IOException {
        pool = new Pool();
        worker = pool.member("acme");
    }

    private byte[] signed(PartyBody body, SignerKey key) {
        return Entries.sign("example.org", body, key);
    }

    private byte[] naming(SignerKey named, SignerKey signer) {
        return signed(Key.organization(pool.now().wallMillis(), "acme", pool.state().lastSeq(signer.verifierKey()) + 1,
                named.verifierKey().toString()), signer);
    }

    private Reply append(byte[] entry) throws IOException {
        return pool.ask(new Event.AppendEntry(pool.ticket(), ACME, entry));
    }

    private byte[] receipt(byte[] entry) throws IOException {
        return ((Reply.Receipt) append(entry)).note();
    }

    private Reply.Position position(SignerKey key) throws IOException {
        return (Reply.Position) pool.ask(new Event.AskPosition(pool.ticket(), ACME, Optional.of(key.verifierKey())));
    }

    private String exported() throws IOException {
        return new String(pool.disk.readAll("keys/acme", 1000), StandardCharsets.UTF_8).strip();
    }

    @Test
    void bothKeysAreServedUntilTheNextOneSigned() throws IOException {
        assertThat(position(next)).isEqualTo(new Reply.Position(0, false, Optional.empty()));
        byte[] handover = naming(next, old);
        byte[] receipt = receipt(handover);
        assertThat(receipt(handover)).as("a lost answer").isEqualTo(receipt);
        assertThat(position(next)).isEqualTo(new Reply.Position(0, true, Optional.empty()));
        assertThat(exported()).isEqualTo(next.verifierKey().toString());
        byte[] taken = naming(next, next);
        byte[] second = receipt(taken);
        assertThat(position(next)).isEqualTo(new Reply.Position(1, true, Optional.empty()));
        assertThat(receipt(handover)).as("its answer is given again still").isEqualTo(receipt);
        pool.restart();
        assertThat(pool.state().members().get("acme").key()).isEqualTo(next.verifierKey());
        assertThat(exported()).isEqualTo(next.verifierKey().toString());
        assertThat(receipt(taken)).isEqualTo(second);
    }

    @Test
    void aRetiredKeyNeitherSignsNorAccuses() throws IOException {
        append(naming(next, old));
        append(naming(next, next));
        long size = pool.state().size();
        long seq = pool.state().lastSeq(old.verifierKey());
        Withdrawal withdrawal = new Withdrawal(1, seq + 1, Subject.of(worker), "stolen");
        assertThat(append(signed(withdrawal, old))).isInstanceOfSatisfying(Reply.Refused.class,
                refused -> assertThat(refused.message()).contains("replaced by its next one"));
        Withdrawal conflicting = new Withdrawal(1, seq, Subject.of(worker), "stolen");
        assertThat(append(signed(conflicting, old))).isInstanceOf(Reply.Refused.class);
        assertThat(pool.state().size()).as("no finding either").isEqualTo(size);
    }

    @Test
    void theAnswerToTheEnrollmentIsStillGivenAgain() throws IOException {
        append(naming(next, old));
        append(naming(next, next));
        long size = pool.state().size();
        assertThat(pool.enroll("acme")).isInstanceOf(Reply.Enrolled.class);
        assertThat(pool.state().size()).isEqualTo(size);
    }
}
