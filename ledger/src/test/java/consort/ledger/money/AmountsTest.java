package consort.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"50,EUR,5000", "50.00,EUR,5000", "12.5,EUR,1250", "-0.01,EUR,-1", "46609,JPY,46609", "46.609,BHD,46609"})
    void readsWhatPeopleWriteInTheCurrencysDigits(String text, String currency, long minor) {
        assertThat(Amounts.parse(text, currency)).isEqualTo(minor);
    }

    @Test
    void refusesMoreDigitsThanTheCurrencyHas() {
        assertThatThrownBy(() -> Amounts.parse("12.345", "EUR")).hasMessage("EUR has 2 digits after the point, and 12.345 has more");
        assertThatThrownBy(() -> Amounts.parse("1.5", "JPY")).hasMessage("JPY has 0 digits after the point, and 1.5 has more");
    }

    @ParameterizedTest
    @CsvSource({"fifty", "1e3", "1.", ".5", "'1,50'", "''", "--1", "999999999999999999999"})
    void refusesWhatIsNoAmount(String text) {
        assertThatThrownBy(() -> Amounts.parse(text, "EUR")).hasMessage("not an amount: \"" + text + "\"; write it as 12.34");
    }

    @Test
    void refusesWhatTheLedgerCannotHold() {
        assertThatThrownBy(() -> Amounts.parse("90071992547409.92", "EUR"))
                .hasMessage("90071992547409.92 EUR is more than the ledger can hold");
        assertThat(Amounts.parse("90071992547409.91", "EUR")).isEqualTo(Amounts.MAX_MINOR);
    }
}
