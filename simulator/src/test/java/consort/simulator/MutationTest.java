package consort.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.Disk;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The simulator fails when it must: defects put in on purpose are found, and within few seeds. */
class MutationTest {

    private static final long FEW_SEEDS = 60;

    @Test
    void findsACoordinatorThatAnswersBeforeItsJournalIsSynced() {
        assertThat(found(coordinatorForgets(path -> path.startsWith("journal/")))).isPresent();
    }

    @Test
    void findsACoordinatorWhoseBlobsAreNotSynced() {
        assertThat(found(coordinatorForgets(path -> path.startsWith("staging/")))).isPresent();
    }

    @Test
    void findsACoordinatorWhoseDocumentsAreNotSynced() {
        assertThat(found(coordinatorForgets(path -> path.startsWith("docs/")))).isPresent();
    }

    @Test
    void findsAWorkerThatSendsItsClaimBeforeItIsSynced() {
        assertThat(found(workerForgets(path -> path.startsWith("outbox/")))).isPresent();
    }

    @Test
    void findsAWorkerWhoseUpdateIsNotSynced() {
        assertThat(found(workerForgets(path -> path.startsWith("updates/")))).isPresent();
    }

    @Test
    void findsAWorkerWhoseReceiptIsNotSynced() {
        assertThat(found(workerForgets(path -> path.startsWith("receipts/")))).isPresent();
    }

    private static World coordinatorForgets(Predicate<String> paths) {
        return World.PLAIN.withDisks(disk -> new ForgetfulDisk(disk, paths), UnaryOperator.identity());
    }

    private static World workerForgets(Predicate<String> paths) {
        return World.PLAIN.withDisks(UnaryOperator.<Disk>identity(), disk -> new ForgetfulDisk(disk, paths));
    }

    /** What the first seed says that notices. */
    private static Optional<String> found(World defective) {
        return LongStream.rangeClosed(1, FEW_SEEDS).mapToObj(seed -> violation(seed, defective))
                .flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> violation(long seed, World defective) {
        try {
            Simulation.runAndCompare(seed, defective);
            return Optional.empty();
        } catch (ViolationException violation) {
            return Optional.of(violation.getMessage());
        }
    }
}
