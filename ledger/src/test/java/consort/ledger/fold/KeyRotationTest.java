package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.ORIGIN;
import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.key;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an organization goes over to its next key. */
class KeyRotationTest {

    private final LedgerBuilder ledger = started();
    private final SignerKey old = organizationKey("acme");
    private final SignerKey next = acmeKey("next");

    private static SignerKey acmeKey(String seed) {
        return SignerKey.fromSeed(KeyNames.organization(ORIGIN, "acme"), HexFormat.of().parseHex(digest(seed)));
    }

    private Key naming(SignerKey named, SignerKey signer) {
        long seq = ledger.state.lastSeq(signer.verifierKey()) + 1;
        return Key.organization(ledger.nowMillis(), "acme", seq, named.verifierKey().toString());
    }

    private Key invite(String worker, SignerKey signer) {
        return invite(worker, worker, signer);
    }

    private Key invite(String worker, String secret, SignerKey signer) {
        WorkerId id = new WorkerId("acme", worker);
        SignerKey invite = SignerKey.fromSeed(KeyNames.invite(ORIGIN, id), HexFormat.of().parseHex(digest(secret)));
        return Key.workerInvite(ledger.nowMillis(), id, ledger.state.lastSeq(signer.verifierKey()) + 1,
                invite.verifierKey().toString(), digest(secret), ledger.nowMillis() + LedgerBuilder.HOUR_MILLIS);
    }

    private MemberView acme() {
        return ledger.state.members().get("acme");
    }

    @Test
    void bothKeysCountUntilTheNextOneSigns() {
        ledger.append(naming(next, old), old);
        assertThat(acme().key()).isEqualTo(old.verifierKey());
        assertThat(acme().successor()).contains(next.verifierKey());
        ledger.append(invite("w2", old), old);
        ledger.append(naming(next, next), next);
        assertThat(acme().key()).isEqualTo(next.verifierKey());
        assertThat(acme().successor()).isEmpty();
        assertRule(ledger, invite("w3", old), old, Rule.SIGNER);
        ledger.append(invite("w3", next), next);
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
        assertThat(ledger.state.keysByName().get(old.name())).containsExactlyElementsOf(
                List.of(old.verifierKey(), next.verifierKey()));
    }

    @Test
    void anyFirstEntryOfTheNextKeyRetiresTheOldOne() {
        ledger.append(naming(next, old), old);
        ledger.append(new Withdrawal(ledger.nowMillis(), 1, Subject.of(new WorkerId("acme", "w1")), "sold"), next);
        assertThat(acme().key()).isEqualTo(next.verifierKey());
        assertRule(ledger, naming(acmeKey("third"), old), old, Rule.SIGNER);
    }

    @Test
    void aNextKeyThatWasLostIsReplaced() {
        SignerKey third = acmeKey("third");
        ledger.append(naming(next, old), old);
        ledger.append(naming(third, old), old);
        assertRule(ledger, naming(next, next), next, Rule.SIGNER);
        ledger.append(naming(third, third), third);
        assertRule(ledger, naming(next, third), third, Rule.KEY);
    }

    @Test
    void refusesKeysOfOthersKeysOfBeforeAndOtherSigners() {
        assertRule(ledger, naming(old, old), old, Rule.KEY);
        assertRule(ledger, naming(key(ORIGIN + "/beta"), old), old, Rule.KEY);
        assertRule(ledger, naming(next, next), next, Rule.SIGNER);
        assertRule(ledger, naming(next, old), organizationKey("beta"), Rule.SIGNER);
        ledger.append(naming(next, old), old);
        assertRule(ledger, naming(acmeKey("third"), next), next, Rule.KEY);
        ledger.append(naming(next, next), next);
        assertRule(ledger, naming(old, next), next, Rule.KEY);
    }

    @Test
    void anOrganizationThatUsedUpItsEntriesStillGoesOverToAnotherKey() {
        while (ledger.state.lastSeq(old.verifierKey()) < Limits.MAX_ENTRIES_PER_ORGANIZATION) {
            ledger.append(invite("w2", "invite " + ledger.state.lastSeq(old.verifierKey()), old), old);
        }
        assertRule(ledger, invite("w2", "one more", old), old, Rule.KEY);
        ledger.append(naming(next, old), old);
        ledger.append(naming(next, next), next);
        assertThat(acme().key()).isEqualTo(next.verifierKey());
        assertRule(ledger, invite("w2", "one more", next), next, Rule.KEY);
    }

    @Test
    void rotationOpensNoWayToFillTheLedger() {
        SignerKey present = old;
        for (int count = 1; count < Limits.MAX_KEYS_PER_ORGANIZATION; count++) {
            SignerKey later = acmeKey("key " + count);
            ledger.append(naming(later, present), present);
            ledger.append(naming(later, later), later);
            present = later;
        }
        assertRule(ledger, naming(acmeKey("one more"), present), present, Rule.KEY);
    }
}
