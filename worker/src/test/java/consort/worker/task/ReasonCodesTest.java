package consort.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.ReasonWords;
import consort.trainer.protocol.FailureReason;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a worker claims as the reason of a failure is a code, and whoever reads it knows what it means. */
class ReasonCodesTest {

    @Test
    void everyCodeThatLeavesASiteHasWords() {
        Stream<String> ofTrainers = Arrays.stream(FailureReason.values()).map(FailureReason::code);
        Stream<String> ofTheWorker = Stream.of("site-storage", "too-large", "wrong-tensors", "canceled", "trainer-protocol");
        assertThat(Stream.concat(ofTrainers, ofTheWorker)).allSatisfy(code -> assertThat(ReasonWords.of(code)).as(code).isPresent());
    }
}
