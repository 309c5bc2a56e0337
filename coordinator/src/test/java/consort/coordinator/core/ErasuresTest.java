package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonString;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErasuresTest {

    private static final String INVOICE = Opening.of(PrivateField.INVOICE, new byte[32], new JsonString("4711")).commitment().text();

    private final BilledPool billed = new BilledPool();
    private final Pool pool = billed.pool;

    ErasuresTest() throws IOException {
    }

    private Reply cost(Optional<String> invoice) throws IOException {
        return pool.ask(new Event.AddCost(pool.ticket(), "acme", "10.00", "power", invoice));
    }

    private Reply erase(long entry, String field) throws IOException {
        return pool.ask(new Event.Erase(pool.ticket(), entry, field));
    }

    private static Code code(Reply reply) {
        return ((Reply.Refused) reply).code();
    }

    @Test
    void aCostCommitsToItsInvoiceAndTheSameOneChangesNothing() throws IOException {
        assertThat(cost(Optional.of(INVOICE))).isEqualTo(new Reply.Changed(OptionalLong.of(billed.last()), false));
        long entry = billed.last();
        assertThat(pool.state().privacy().committed(entry).orElseThrow().fields()).containsExactly(PrivateField.INVOICE);
        assertThat(cost(Optional.of(INVOICE))).isEqualTo(new Reply.Changed(OptionalLong.of(entry), true));
        assertThat(cost(Optional.empty())).isEqualTo(new Reply.Changed(OptionalLong.of(entry), true));
        String other = Opening.of(PrivateField.INVOICE, new byte[32], new JsonString("4712")).commitment().text();
        assertThat(code(cost(Optional.of(other)))).isEqualTo(Code.CONFLICT);
        assertThat(code(pool.ask(new Event.AddCost(pool.ticket(), "acme", "11.00", "water", Optional.of("x"))))).isEqualTo(Code.INVALID);
    }

    @Test
    void theOperatorErasesItOnceAndIsToldThatItWas() throws IOException {
        cost(Optional.of(INVOICE));
        long entry = billed.last();
        assertThat(erase(entry, "invoice")).isEqualTo(new Reply.Changed(OptionalLong.of(billed.last()), false));
        long erasure = billed.last();
        assertThat(pool.state().privacy().committed(entry).orElseThrow().erased()).isEqualTo(Map.of(PrivateField.INVOICE, erasure));
        assertThat(erase(entry, "invoice")).isEqualTo(new Reply.Changed(OptionalLong.of(erasure), true));
        assertThat(code(erase(entry, "host"))).isEqualTo(Code.CONFLICT);
        assertThat(code(erase(entry, "salary"))).isEqualTo(Code.INVALID);
        assertThat(code(erase(entry - 1, "invoice"))).isEqualTo(Code.CONFLICT);
        assertThat(code(erase(-7, "invoice"))).isEqualTo(Code.CONFLICT);
    }

    @Test
    void anOrganizationErasesNothingOfTheCoordinators() throws IOException {
        cost(Optional.of(INVOICE));
        long entry = billed.last();
        Reply reply = billed.say("acme", seq -> new Erasure(1, "acme", Optional.empty(), seq,
                List.of(new ErasedFields(entry, Set.of(PrivateField.INVOICE)))));
        assertThat(((Reply.Refused) reply).message()).contains("entry " + entry + " is none of a worker of acme");
    }
}
