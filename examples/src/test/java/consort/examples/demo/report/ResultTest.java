package consort.examples.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the right word of an auditor. */
class ResultTest {

    private static final String NET = "members[aster].netMinor";
    private static final Result.Expected EDITED = Result.Expected.tampered(85, "tree");
    private static final Result.Expected SIGNED_ANEW = Result.Expected.tampered(85, "bill", NET);

    @Test
    void aForgeryMustFailByTheNameOfEntryRuleAndField() {
        assertThat(meets(EDITED, 60, evidence(85, "bytes", "tree"))).isTrue();
        assertThat(meets(EDITED, 60, evidence(84, "bytes", "tree"))).isFalse();
        assertThat(meets(EDITED, 60, evidence(85, "bytes", "signature"))).isFalse();
        assertThat(meets(SIGNED_ANEW, 60, evidence(85, NET, "bill"))).isTrue();
        assertThat(meets(SIGNED_ANEW, 60, evidence(85, "members[birch].netMinor", "bill"))).isFalse();
        assertThat(meets(SIGNED_ANEW, 60, Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 61, 62, 63, 137})
    void anAuditorThatCrashesFindsNoLedgerOrGivesNoVerdictHasNotFoundAForgery(int exit) {
        assertThat(meets(EDITED, exit, Optional.empty())).isFalse();
        assertThat(meets(EDITED, exit, evidence(85, "bytes", "tree"))).isFalse();
        assertThat(meets(SIGNED_ANEW, exit, Optional.empty())).isFalse();
        assertThat(meets(Result.Expected.VERIFIED, exit, Optional.empty())).isEqualTo(exit == 0);
    }

    private static boolean meets(Result.Expected expected, int exit, Optional<Result.Evidence> evidence) {
        return new Result.Audit("a copy", expected, exit, "words", evidence, 0).asExpected();
    }

    private static Optional<Result.Evidence> evidence(long entry, String field, String rule) {
        return Optional.of(new Result.Evidence("tile/entries/000.p/87", OptionalLong.of(entry), field, rule, "-57", "-56"));
    }
}
