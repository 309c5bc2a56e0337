package consort.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.fold.State;
import consort.ledger.fold.WorkedExample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The worked example is exported byte for byte as in the test resources, which CI gives to the programs that the formats are of.
 * To see a change of the format there, copy what a failure shows.
 */
class ExportedExampleTest {

    private static final List<String> BASIS = List.of("Checked against", "  nothing: an example of the tests");

    private final State state = WorkedExample.ledger().state;

    @Test
    void theWorkedExampleIsAJournalOfHledger() throws IOException {
        assertThat(HledgerJournal.of(Books.of(state), BASIS)).isEqualTo(stored("worked-example.journal"));
    }

    @Test
    void theWorkedExampleIsAJournalOfBeancount() throws IOException {
        assertThat(BeancountJournal.of(Books.of(state), BASIS)).isEqualTo(stored("worked-example.beancount"));
    }

    @Test
    void theWorkedExampleIsATable() throws IOException {
        assertThat(PostingsCsv.of(Books.of(state))).isEqualTo(stored("worked-example.csv"));
    }

    @Test
    void theWorkedExampleIsJson() throws IOException {
        assertThat(BooksJson.of(Books.of(state)).canonicalText() + "\n").isEqualTo(stored("worked-example.json"));
    }

    @Test
    void capsCorrectionsAndAdjustmentsAreInTheJournals() throws IOException {
        Books books = Books.of(WorkedExample.adjusted().state);
        assertThat(HledgerJournal.of(books, BASIS)).isEqualTo(stored("adjusted-example.journal"));
        assertThat(BeancountJournal.of(books, BASIS)).isEqualTo(stored("adjusted-example.beancount"));
        assertThat(PostingsCsv.of(books)).isEqualTo(stored("adjusted-example.csv"));
    }

    @Test
    void paymentsAreDueWhenInstructedAndCashWhenConfirmed() throws IOException {
        Books books = Books.of(WorkedExample.settled().state);
        assertThat(HledgerJournal.of(books, BASIS)).isEqualTo(stored("settled-example.journal"));
        assertThat(BeancountJournal.of(books, BASIS)).isEqualTo(stored("settled-example.beancount"));
        assertThat(PostingsCsv.of(books)).isEqualTo(stored("settled-example.csv"));
    }

    /** Three digits after a point, and none, are what readers understand differently. */
    @ParameterizedTest
    @ValueSource(strings = {"BHD", "JPY"})
    void otherCurrenciesHaveOtherDigits(String currency) throws IOException {
        Books books = new Books(state.origin(), currency, Books.of(state).transactions());
        assertThat(HledgerJournal.of(books, BASIS)).isEqualTo(stored("worked-example-" + currency + ".journal"));
        assertThat(BeancountJournal.of(books, BASIS)).isEqualTo(stored("worked-example-" + currency + ".beancount"));
    }

    private static String stored(String name) throws IOException {
        try (InputStream in = ExportedExampleTest.class.getResourceAsStream("/exports/" + name)) {
            return in == null ? name + " is not stored" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
