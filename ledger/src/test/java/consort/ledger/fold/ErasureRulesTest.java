package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Commitments;
import consort.ledger.entry.CoordinatorErasure;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonString;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErasureRulesTest {

    private static final Commitments SITE = commitments(PrivateField.HOST, PrivateField.DATA_BYTES);

    private static Commitments commitments(PrivateField... fields) {
        return Opening.commitments(List.of(fields).stream().map(field -> Opening.of(field,
                HexFormat.of().parseHex(digest(field.text())), new JsonString("a value"))).toList());
    }

    /** A round in which acme's and beta's claims commit to their sites, and a cost with an invoice. */
    private static LedgerBuilder discreet() {
        LedgerBuilder ledger = LedgerBuilder.started();
        ledger.round(1, ALL);
        ledger.pass(60_000);
        for (String worker : List.of("acme/w1", "beta/w1")) {
            ledger.claim(ledger.claimOf(worker, 60_000).withPriv(SITE), Claims.FINE);
        }
        ledger.claimAll(List.of("carol/w1"), 30_000);
        ledger.closeRound(1);
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 5000, "hosting", commitments(PrivateField.INVOICE)), ledger.logKey);
        return ledger;
    }

    private static long claimOf(LedgerBuilder ledger, String worker) {
        return ledger.state.entryAt(workerKey(worker).verifierKey(), 1).orElseThrow().entry().index();
    }

    private static Erasure byWorker(LedgerBuilder ledger, String worker, ErasedFields... erased) {
        WorkerId id = WorkerId.parse(worker);
        return new Erasure(ledger.nowMillis(), id.organization(), Optional.of(id.worker()),
                ledger.state.lastSeq(workerKey(worker).verifierKey()) + 1, List.of(erased));
    }

    private static Erasure byOrganization(LedgerBuilder ledger, String organization, ErasedFields... erased) {
        return new Erasure(ledger.nowMillis(), organization, Optional.empty(),
                ledger.state.lastSeq(organizationKey(organization).verifierKey()) + 1, List.of(erased));
    }

    private static ErasedFields host(long entry) {
        return new ErasedFields(entry, Set.of(PrivateField.HOST));
    }

    @Test
    void whoCommittedErasesAndTheStateSaysWithWhichEntry() {
        LedgerBuilder ledger = discreet();
        long claim = claimOf(ledger, "acme/w1");
        assertThat(ledger.state.privacy().committed(claim)).contains(new CommittedView(claim, Optional.of(WorkerId.parse("acme/w1")),
                Set.of(PrivateField.HOST, PrivateField.DATA_BYTES), Map.of()));
        long worker = ledger.append(byWorker(ledger, "acme/w1", host(claim)), workerKey("acme/w1")).index();
        long organization = ledger.append(byOrganization(ledger, "acme",
                new ErasedFields(claim, Set.of(PrivateField.DATA_BYTES))), organizationKey("acme")).index();
        assertThat(ledger.state.privacy().committed(claim).orElseThrow().erased())
                .isEqualTo(Map.of(PrivateField.HOST, worker, PrivateField.DATA_BYTES, organization));
        assertThat(ledger.state.privacy().committed(claimOf(ledger, "beta/w1")).orElseThrow().erased()).isEmpty();
        assertThat(ledger.state.privacy().committed(claimOf(ledger, "carol/w1"))).isEmpty();
    }

    @Test
    void nobodyErasesWhatOthersCommittedToNorTwiceNorWhatIsNotThere() {
        LedgerBuilder ledger = discreet();
        long claim = claimOf(ledger, "acme/w1");
        assertRule(ledger, byWorker(ledger, "beta/w1", host(claim)), workerKey("beta/w1"), Rule.ERASURE);
        assertRule(ledger, byOrganization(ledger, "beta", host(claim)), organizationKey("beta"), Rule.ERASURE);
        assertRule(ledger, new CoordinatorErasure(ledger.nowMillis(), List.of(host(claim))), ledger.logKey, Rule.ERASURE);
        assertRule(ledger, byWorker(ledger, "acme/w1", host(claim)), organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, byWorker(ledger, "acme/w1", host(claim)), ledger.logKey, Rule.SIGNER);
        for (long none : new long[] {0, claim + 1, claimOf(ledger, "carol/w1"), ledger.state.size(), 1_000_000}) {
            assertRule(ledger, byOrganization(ledger, "acme", host(none)), organizationKey("acme"), Rule.ERASURE);
        }
        assertRule(ledger, byOrganization(ledger, "acme", new ErasedFields(claim, Set.of(PrivateField.DEVICE_UUIDS))),
                organizationKey("acme"), Rule.ERASURE);
        ledger.append(byWorker(ledger, "acme/w1", host(claim)), workerKey("acme/w1"));
        assertRule(ledger, byOrganization(ledger, "acme", new ErasedFields(claim, Set.of(PrivateField.HOST, PrivateField.DATA_BYTES))),
                organizationKey("acme"), Rule.ERASURE);
    }

    @Test
    void theOperatorErasesTheCoordinatorsOwnAndNoMemberDoes() {
        LedgerBuilder ledger = discreet();
        ErasedFields invoice = new ErasedFields(ledger.state.size() - 1, Set.of(PrivateField.INVOICE));
        assertRule(ledger, byOrganization(ledger, "acme", invoice), organizationKey("acme"), Rule.ERASURE);
        long index = ledger.append(new CoordinatorErasure(ledger.nowMillis(), List.of(invoice)), ledger.logKey).index();
        assertThat(ledger.state.privacy().committed(invoice.entry()).orElseThrow().erased()).isEqualTo(Map.of(PrivateField.INVOICE, index));
    }

    @Test
    void billsTheSameWhateverWasCommittedToOrErased() {
        LedgerBuilder open = LedgerBuilder.started();
        open.round(1, ALL);
        open.pass(60_000);
        for (String worker : List.of("acme/w1", "beta/w1")) {
            open.claim(open.claimOf(worker, 60_000), Claims.FINE);
        }
        open.claimAll(List.of("carol/w1"), 30_000);
        open.closeRound(1);
        open.append(new ExternalCost(open.nowMillis(), "acme", 5000, "hosting"), open.logKey);
        PeriodClose bill = Billing.close(open.state, open.nowMillis());

        LedgerBuilder discreet = discreet();
        assertThat(Billing.close(discreet.state, discreet.nowMillis())).isEqualTo(bill);
        discreet.append(byOrganization(discreet, "acme", host(claimOf(discreet, "acme/w1"))), organizationKey("acme"));
        discreet.append(byWorker(discreet, "beta/w1", host(claimOf(discreet, "beta/w1"))), workerKey("beta/w1"));
        assertThat(Billing.close(discreet.state, discreet.nowMillis())).isEqualTo(bill);
    }

    /** Otherwise erasing what one has a right to erase would use up the entries that invites need. */
    @Test
    void erasuresDoNotCountAmongAnOrganizationsEntries() {
        LedgerBuilder ledger = discreet();
        long before = ledger.state.membership.entriesOf(organizationKey("acme").name());
        ledger.append(byOrganization(ledger, "acme", host(claimOf(ledger, "acme/w1"))), organizationKey("acme"));
        assertThat(ledger.state.membership.entriesOf(organizationKey("acme").name())
                - ledger.state.privacy.erasuresBy("acme")).isEqualTo(before);
    }

    @Test
    void aCopyOfTheStateIsEqualAndApart() {
        LedgerBuilder ledger = discreet();
        State copy = ledger.state.copy();
        assertThat(copy.stateDigest()).isEqualTo(ledger.state.stateDigest());
        ledger.append(byWorker(ledger, "acme/w1", host(claimOf(ledger, "acme/w1"))), workerKey("acme/w1"));
        assertThat(copy.privacy().committed(claimOf(ledger, "acme/w1")).orElseThrow().erased()).isEmpty();
        assertThat(copy.stateDigest()).isNotEqualTo(ledger.state.stateDigest());
    }

    @Test
    void anErasureNamesEntriesOnceInOrderAndSomeField() {
        assertThatThrownBy(() -> new CoordinatorErasure(1, List.of())).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> new CoordinatorErasure(1, List.of(host(2), host(1)))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> new CoordinatorErasure(1, List.of(host(2), host(2)))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> new ErasedFields(1, Set.of())).isInstanceOf(JsonException.class);
    }
}
