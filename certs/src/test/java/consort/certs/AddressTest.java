package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "pool.example:65535", "192.0.2.7:7443", "[2001:db8::1]:7443", "a-b.c1:80"})
    void readsWhatItWrites(String text) {
        assertThat(Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ":", "host", "host:", ":80", "host:0", "host:65536", "host:-1", "host:+1", "host:080", "host:8a", "ho st:80",
        "-host:80", "host-:80", "host..x:80", "host.:80", "ho_st:80", "256.1.1.1:80", "1.2.3:80", "::1:80", "[::1:80",
        "::1]:80", "[]:80", "[host]:80", "[::1%eth0]:80", "a@b:80", "a/b:80"
    })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(CertsException.class);
    }

    @Test
    void comparesNamesInLowerCase() {
        assertThat(Address.parse("Pool.Example:80")).isEqualTo(new Address("pool.example", 80));
    }
}
