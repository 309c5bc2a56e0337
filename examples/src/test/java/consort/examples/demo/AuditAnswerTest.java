package consort.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.demo.report.Result;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AuditAnswerTest {

    private static final Result.Expected TAMPERED = Result.Expected.tampered(7, "bill");

    @Test
    void readsVerdictsEvidenceAndErrors() {
        assertThat(AuditAnswer.read("it", Result.Expected.VERIFIED, 0, "{\"exitCode\":0,\"summary\":\"VERIFIED: x\",\"verdict\":\"verified\"}\n"))
                .contains(new Result.Audit("it", Result.Expected.VERIFIED, 0, "VERIFIED: x", Optional.empty(), 0));
        assertThat(AuditAnswer.read("it", Result.Expected.VERIFIED, 0,
                "{\"ledger\":{\"witnesses\":{\"by\":[\"acme\",\"beta\"]}},\"summary\":\"VERIFIED: x\"}"))
                .contains(new Result.Audit("it", Result.Expected.VERIFIED, 0, "VERIFIED: x", Optional.empty(), 2));
        assertThat(AuditAnswer.read("it", TAMPERED, 60, """
                {"evidence":{"entry":7,"expected":"0","field":"net","file":"f","found":"1","rule":"bill"},"summary":"TAMPERED: f"}"""))
                .contains(new Result.Audit("it", TAMPERED, 60, "TAMPERED: f", Optional.of(
                        new Result.Evidence("f", OptionalLong.of(7), "net", "bill", "0", "1")), 0));
        assertThat(AuditAnswer.read("it", Result.Expected.VERIFIED, 2, "{\"error\":\"cannot read x\",\"exitCode\":2}"))
                .contains(new Result.Audit("it", Result.Expected.VERIFIED, 2, "cannot read x", Optional.empty(), 0));
    }

    @Test
    void givesNothingForWhatIsNoAnswer() {
        assertThat(AuditAnswer.read("it", Result.Expected.VERIFIED, 1, "")).isEmpty();
        assertThat(AuditAnswer.read("it", Result.Expected.VERIFIED, 1, "Killed")).isEmpty();
    }
}
