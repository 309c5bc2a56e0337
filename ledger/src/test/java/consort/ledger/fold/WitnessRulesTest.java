package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.witnessKey;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class WitnessRulesTest {

    private final LedgerBuilder ledger = LedgerBuilder.started();

    @Test
    void aKeyIsReplacedByTheNext() {
        enter("acme", witnessKey("acme").toString());
        long first = ledger.state.size();
        CosignerKey next = CosignerKey.of(LedgerBuilder.key(KeyNames.witness(LedgerBuilder.ORIGIN, "acme")).name(),
                LedgerBuilder.key("another").verifierKey().publicKey());
        enter("acme", next.toString());
        assertThat(ledger.state.witnesses().of("acme").orElseThrow().key()).isEqualTo(next);
        assertThat(ledger.state.witnesses().at(first)).extracting(WitnessView::key).containsExactly(witnessKey("acme"));
        assertThat(ledger.state.witnesses().at(ledger.state.size())).extracting(WitnessView::key).containsExactly(next);
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void whoseIsRevokedCosignsNoMore() {
        enter("acme", witnessKey("acme").toString());
        long before = ledger.state.size();
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("acme"), "left"), ledger.logKey);
        assertThat(ledger.state.witnesses().of("acme")).isEmpty();
        assertThat(ledger.state.witnesses().at(before)).hasSize(1);
        assertThat(ledger.state.witnesses().at(ledger.state.size())).isEmpty();
    }

    @Test
    void refusesKeysOfOtherNamesTypesAndUses() {
        refuse("acme", witnessKey("beta").toString());
        refuse("acme", organizationKey("acme").verifierKey().toString());
        refuse("acme", "none");
        SignerKey used = organizationKey("beta");
        String name = KeyNames.witness(LedgerBuilder.ORIGIN, "acme");
        refuse("acme", CosignerKey.of(name, used.verifierKey().publicKey()).toString());
        refuse("acme", CosignerKey.of(name, ledger.logKey.verifierKey().publicKey()).toString());
        enter("acme", witnessKey("acme").toString());
        refuse("acme", witnessKey("acme").toString());
        refuse("beta", CosignerKey.of(KeyNames.witness(LedgerBuilder.ORIGIN, "beta"), witnessKey("acme").publicKey()).toString());
    }

    @Test
    void aWorkerIsTheWitnessWhereThereIsNone() {
        WorkerId worker = WorkerId.parse("acme/w1");
        enterWorkers(worker, witnessKey("acme"));
        assertThat(ledger.state.witnesses().of("acme").orElseThrow().worker()).contains("w1");
        Assertions.assertThatThrownBy(() -> enterWorkers(worker, other("acme", "another")))
                .hasMessageContaining("rule key").hasMessageContaining("an organization without a witness");
        enter("acme", other("acme", "another").toString());
        assertThat(ledger.state.witnesses().of("acme").orElseThrow()).matches(standing -> standing.worker().isEmpty())
                .matches(standing -> standing.key().equals(other("acme", "another")));
    }

    @Test
    void aWorkersPartAsTheWitnessEndsWithIt() {
        WorkerId worker = WorkerId.parse("acme/w1");
        enterWorkers(worker, witnessKey("acme"));
        enter("beta", witnessKey("beta").toString());
        long before = ledger.state.size();
        ledger.append(new Revocation(ledger.nowMillis(), Subject.of(WorkerId.parse("beta/w1")), "broken"), ledger.logKey);
        ledger.append(new Revocation(ledger.nowMillis(), Subject.of(worker), "stolen"), ledger.logKey);
        assertThat(ledger.state.witnesses().of("acme")).isEmpty();
        assertThat(ledger.state.witnesses().at(before)).hasSize(2);
        assertThat(ledger.state.witnesses().at(ledger.state.size())).extracting(WitnessView::organization).containsExactly("beta");
    }

    @Test
    void aWorkersWordOnTheWitnessIsItsOwn() {
        WorkerId worker = WorkerId.parse("acme/w1");
        Assertions.assertThatThrownBy(() -> ledger.append(workers(worker, witnessKey("acme"), 1), LedgerBuilder.workerKey("beta/w1")))
                .hasMessageContaining("rule signer");
        Assertions.assertThatThrownBy(() -> ledger.append(workers(worker, witnessKey("acme"), 2), organizationKey("acme")))
                .hasMessageContaining("rule signer");
        Assertions.assertThatThrownBy(() -> enterWorkers(worker, witnessKey("beta"))).hasMessageContaining("rule key");
    }

    private void enterWorkers(WorkerId worker, CosignerKey key) {
        SignerKey signer = LedgerBuilder.workerKey(worker.toString());
        ledger.append(workers(worker, key, ledger.state.lastSeq(signer.verifierKey()) + 1), signer);
    }

    private Key workers(WorkerId worker, CosignerKey key, long seq) {
        return Key.witness(ledger.nowMillis(), worker, seq, key);
    }

    private static CosignerKey other(String organization, String seed) {
        return CosignerKey.of(KeyNames.witness(LedgerBuilder.ORIGIN, organization), LedgerBuilder.key(seed).verifierKey().publicKey());
    }

    private void enter(String organization, String key) {
        ledger.append(body(organization, key), organizationKey(organization));
    }

    private void refuse(String organization, String key) {
        Assertions.assertThatThrownBy(() -> enter(organization, key)).as(key).hasMessageContaining("rule key");
    }

    private Key body(String organization, String key) {
        long seq = ledger.state.lastSeq(organizationKey(organization).verifierKey()) + 1;
        return new Key(ledger.nowMillis(), organization, Optional.empty(), seq, Key.Purpose.WITNESS, key, Optional.empty(),
                OptionalLong.empty());
    }
}
