package consort.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PairsTest {

    @Test
    void keepsTheOrderAndNeverDoesMoreThanTwoAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> squares = Pairs.map(List.of(1, 2, 3, 4, 5, 6), number -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(5);
            running.decrementAndGet();
            return number * number;
        });
        assertThat(squares).containsExactly(1, 4, 9, 16, 25, 36);
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void passesOnTheFirstFailure() {
        assertThatThrownBy(() -> Pairs.map(List.of(1, 2, 3), number -> {
            throw new IOException("number " + number);
        })).isInstanceOf(IOException.class).hasMessage("number 1");
    }
}
