package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.coordinator.core.Retention;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    @Test
    void tellsWhatTheDiskSaidLast() throws Exception {
        AtomicLong disk = new AtomicLong(7);
        try (FreeSpace space = new FreeSpace(disk::get, OFTEN)) {
            assertThat(space.bytes()).isEqualTo(7);
            disk.set(8);
            while (space.bytes() != 8) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    void theLoopGoesOnWhileADiskDoesNotAnswer() throws Exception {
        AtomicLong asked = new AtomicLong();
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (FreeSpace space = new FreeSpace(() -> {
            if (asked.incrementAndGet() > 1) {
                stuck.countDown();
                awaitQuietly(released);
            }
            return 4321;
        }, OFTEN)) {
            assertThat(stuck.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(status(space)).contains("\"freeBytes\":4321");
        } finally {
            released.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String status(FreeSpace space) throws Exception {
        Pool pool = new Pool();
        pool.observing = () -> new Ephemeral.Surroundings(Map.of(), 0, new Ephemeral.Storage(0, 100, 1000, space.bytes(),
                Retention.Policy.EVERYTHING, digest -> 0), Ephemeral.Surroundings.NONE.memory());
        Inbox inbox = new Inbox(10);
        Requests requests = new Requests(inbox);
        LoopThread loop = new LoopThread(pool.engine, inbox, pool::now, effect -> {
            if (effect instanceof Effect.Answer answer) {
                requests.answer(answer);
            }
        }, failure -> { });
        loop.start();
        CompletableFuture<Reply> status = new CompletableFuture<>();
        requests.ask(Event.AskStatus::new, status::complete);
        Reply reply = status.get(120, TimeUnit.SECONDS);
        loop.stop();
        return ((Reply.Status) reply).json();
    }
}
