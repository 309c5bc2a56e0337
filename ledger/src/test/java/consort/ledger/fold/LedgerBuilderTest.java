package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerBuilderTest {

    @Test
    void writesAValidLedger() {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        assertThat(ledger.state.periods()).hasSize(1);
    }
}
