package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Refused;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.WitnessView;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker enters a key of its own as its organization's witness's. */
class WorkerWitnessTest {

    private Pool pool;
    private WorkerId worker;

    @BeforeEach
    void aMemberWithAWorker() throws IOException {
        pool = Pool.withWitnesses(1, "beta");
        worker = pool.member("acme");
    }

    private static CosignerKey key(String seed) {
        String name = KeyNames.witness(Pool.ORIGIN, "acme");
        return CosignerKey.of(name, Pool.key(seed).verifierKey().publicKey());
    }

    private Reply append(Subject signer, CosignerKey key, long seq) throws IOException {
        SignerKey own = Pool.workerKey(worker);
        return pool.ask(new Event.AppendEntry(pool.ticket(), signer,
                Entries.sign("example.org", Key.witness(pool.now().wallMillis(), worker, seq, key), own)));
    }

    private Reply.Position position(Subject signer) throws IOException {
        return (Reply.Position) pool.ask(new Event.AskPosition(pool.ticket(), signer, Optional.empty()));
    }

    @Test
    void theFirstWorkersKeyCountsAndItsOrganizationReplacesIt() throws IOException {
        assertThat(position(Subject.of(worker)).witness()).isEmpty();
        assertThat(append(Subject.of(worker), key("one"), 1)).isInstanceOf(Reply.Receipt.class);
        assertThat(position(Subject.of(worker))).isEqualTo(new Reply.Position(1, true, Optional.of(key("one"))));
        assertThat(position(Subject.ofOrganization("acme")).witness()).contains(key("one"));
        assertThat((Refused) append(Subject.of(worker), key("two"), 2)).matches(refused -> refused.code() == Code.CONFLICT)
                .extracting(Refused::message).asString().contains("acme has a witness already, with the key " + key("one"));
        pool.admitWitness("acme", key("three"));
        pool.restart();
        assertThat(pool.state().witnesses().of("acme").map(WitnessView::key)).contains(key("three"));
    }

    @Test
    void nobodySaysItForAWorker() throws IOException {
        assertThat(append(Subject.ofOrganization("acme"), key("one"), 1)).isInstanceOf(Refused.class);
        assertThat(pool.state().witnesses().of("acme")).isEmpty();
    }
}
