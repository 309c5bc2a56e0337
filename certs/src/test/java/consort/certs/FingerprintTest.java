package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void isGroupedForPeopleWhoCompareIt() {
        assertThat(new Fingerprint("0123456789abcdef".repeat(4)).grouped())
                .isEqualTo("01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef");
    }
}
