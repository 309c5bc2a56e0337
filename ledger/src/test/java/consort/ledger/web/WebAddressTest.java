package consort.ledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {

    @ParameterizedTest
    @CsvSource({
            "https://example.org,https://example.org/",
            "https://example.org/,https://example.org/",
            "HTTPS://example.org:8443/a/ledger,https://example.org:8443/a/ledger/",
            "https://example.org/a%20b/,https://example.org/a%20b/",
            "http://127.0.0.1:1234/ledger/checkpoint,http://127.0.0.1:1234/ledger/",
            "https://example.org/checkpoint,https://example.org/"})
    void namesAFolder(String written, String folder) {
        assertThat(WebAddress.parse(written)).hasToString(folder);
        assertThat(WebAddress.parse(written).file("tile/0/000").toString()).isEqualTo(folder + "tile/0/000");
    }

    @ParameterizedTest
    @CsvSource({
            "ftp://example.org/x,begins neither",
            "file:///tmp/ledger,begins neither",
            "https://,is no web address",
            "https:///ledger,names no host",
            "https://me:secret@example.org/,more than a host and a path",
            "https://example.org/?ledger=1,more than a host and a path",
            "https://example.org/#x,more than a host and a path",
            "https://example.org/a b,is no web address"})
    void refusesWhatIsNone(String written, String why) {
        assertThat(WebAddress.isMeant(written)).isTrue();
        assertThatThrownBy(() -> WebAddress.parse(written)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why).hasMessageContaining("https://host/path/");
    }

    @Test
    void aFolderIsNotMeantAsAnAddress() {
        assertThat(WebAddress.isMeant("ledgers/https")).isFalse();
        assertThat(WebAddress.isMeant("C:\\ledger")).isFalse();
    }

    @Test
    void knowsWhetherItIsEncrypted() {
        assertThat(WebAddress.parse("https://example.org/").encrypted()).isTrue();
        assertThat(WebAddress.parse("http://example.org/").encrypted()).isFalse();
    }
}
