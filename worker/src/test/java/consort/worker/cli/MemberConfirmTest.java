package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.SettlementInstruct;
import consort.ledger.json.JsonObject;
import org.junit.jupiter.api.Test;

class MemberConfirmTest {

    private static final SettlementInstruct INSTRUCT = new SettlementInstruct(1, 7, 2, "beta", "acme", 1_250);

    private static JsonObject payment(String from, long amountMinor, String amount) {
        return JsonObject.builder().put("instruction", 7).put("entry", 99).put("from", from).put("to", "acme")
                .put("amountMinor", amountMinor).put("amount", amount).build();
    }

    @Test
    void readsOutNothingThatTheLedgerDoesNotSay() {
        assertThatCode(() -> MemberConfirm.requireSame(payment("beta", 1_250, "12.50 EUR"), INSTRUCT, "EUR")).doesNotThrowAnyException();
        assertRefused(payment("carol", 1_250, "12.50 EUR"));
        assertRefused(payment("beta", 1_251, "12.50 EUR"));
        assertRefused(payment("beta", 1_250, "1250.00 EUR"));
        assertRefused(payment("beta", 1_250, "12.50 USD"));
    }

    private static void assertRefused(JsonObject payment) {
        assertThatThrownBy(() -> MemberConfirm.requireSame(payment, INSTRUCT, "EUR")).isInstanceOf(CommandFailure.class)
                .hasMessageContaining("its ledger something else: beta pays 12.50 EUR");
    }
}
