package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Entries;
import org.junit.jupiter.api.Test;

class StateTest {

    @Test
    void theWholeStoryEndsAsItShould() {
        State state = LedgerBuilder.consortium().state;
        RunView run = state.runs().get(1L);
        assertThat(run.phase()).isEqualTo(RunView.Phase.ENDED);
        assertThat(run.models()).hasSize(3);
        assertThat(run.models()).extracting(model -> model.accuracyMillionths().orElse(-1))
                .containsExactly(-1L, 870_000L, 884_000L);
        assertThat(state.openLeases()).isEmpty();
        assertThat(state.awaited()).isEmpty();
        assertThat(state.acceptedMillis()).as("billed").isEmpty();
    }

    @Test
    void foldingTheSameEntriesGivesAnEqualState() throws RuleViolation {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        State again = new State();
        for (byte[] bytes : ledger.entries) {
            again.apply(Entries.parse(again.size(), bytes), ledger.documents());
        }
        assertThat(again.stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void aCopyIsEqualAndGoesItsOwnWay() {
        LedgerBuilder ledger = started();
        State copy = ledger.state.copy();
        String before = copy.stateDigest();
        assertThat(before).isEqualTo(ledger.state.stateDigest());
        ledger.round(1, ALL);
        ledger.claimAll(ALL, 1000);
        assertThat(copy.stateDigest()).isEqualTo(before).isNotEqualTo(ledger.state.stateDigest());
    }

    @Test
    void everyEntryChangesTheDigest() throws RuleViolation {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        State state = new State();
        String before = state.stateDigest();
        for (byte[] bytes : ledger.entries) {
            state.apply(Entries.parse(state.size(), bytes), ledger.documents());
            assertThat(state.stateDigest()).isNotEqualTo(before);
            before = state.stateDigest();
        }
    }
}
