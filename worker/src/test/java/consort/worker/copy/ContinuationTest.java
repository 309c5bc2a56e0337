package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.log.Checkpoint;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContinuationTest {

    private static final List<String> BEFORE = List.of("charter", "job", "bill 100");

    @Test
    void holdsForTheSameEntriesAndForMore() {
        assertThat(continues("charter", "job", "bill 100")).isTrue();
        assertThat(continues("charter", "job", "bill 100", "another")).isTrue();
    }

    @Test
    void failsWhenAnEntryOfBeforeIsAnotherOrIsGone() {
        assertThat(continues("charter", "job", "bill 101", "another")).isFalse();
        assertThat(continues("charter", "job")).isFalse();
    }

    private static boolean continues(String... entries) {
        CompactTree tree = new CompactTree();
        BEFORE.forEach(entry -> tree.append(TreeHash.leaf(bytes(entry))));
        Continuation continuation = new Continuation(new Checkpoint("example.org/pool", tree.size(), tree.root()));
        for (int index = 0; index < entries.length; index++) {
            continuation.entry(index, bytes(entries[index]));
        }
        return continuation.holds();
    }

    private static byte[] bytes(String entry) {
        return entry.getBytes(StandardCharsets.UTF_8);
    }
}
