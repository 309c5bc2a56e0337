package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Tasks in order, on threads that run them when the test says. */
class InOrderTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final InOrder inOrder = new InOrder(threads::add);
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsOneAtATimeInOrder() {
        inOrder.execute(() -> ran.add("first"));
        inOrder.execute(() -> ran.add("second"));
        assertThat(threads).as("one thread at a time").hasSize(1);
        threads.remove().run();
        assertThat(ran).containsExactly("first");
        inOrder.execute(() -> ran.add("third"));
        assertThat(threads).hasSize(1);
        threads.remove().run();
        threads.remove().run();
        assertThat(ran).containsExactly("first", "second", "third");
        assertThat(threads).isEmpty();
    }

    @Test
    void takesATaskFromWithinATask() {
        inOrder.execute(() -> inOrder.execute(() -> ran.add("inner")));
        threads.remove().run();
        threads.remove().run();
        assertThat(ran).containsExactly("inner");
        assertThat(threads).isEmpty();
    }

    @Test
    void goesOnAfterATaskThatFails() {
        inOrder.execute(() -> {
            throw new IllegalStateException("in a test");
        });
        inOrder.execute(() -> ran.add("next"));
        assertThatIllegalStateException().isThrownBy(threads.remove()::run);
        threads.remove().run();
        assertThat(ran).containsExactly("next");
    }
}
