package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.ledger.disk.simulated.Faults.Operation;
import consort.ledger.disk.simulated.Faults.Outcome;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.pages.LostPageException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The loop's thread, its inbox and its requests. */
class LoopThreadTest {

    private final Inbox inbox = new Inbox(2);
    private final Requests requests = new Requests(inbox);
    private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
    private final Pool pool;
    private final LoopThread loop;

    LoopThreadTest() throws IOException {
        pool = new Pool();
        loop = new LoopThread(pool.engine, inbox, pool::now, effect -> {
            if (effect instanceof Effect.Answer answer) {
                requests.answer(answer);
            }
        }, fatal::complete);
    }

    @Test
    void answersRequestsAndEndsWithAPublishedCheckpoint() throws Exception {
        loop.start();
        CompletableFuture<Reply> answer = invite();
        assertThat(answer.get(180, TimeUnit.SECONDS)).isInstanceOf(Reply.Entry.class);
        loop.stop();
        assertThat(pool.engine.log().publishedSize()).isEqualTo(pool.state().size());
        assertThat(fatal).isNotDone();
    }

    @Test
    void refusesRequestsWhenTheInboxIsFull() {
        invite();
        invite();
        assertThat(invite()).isCompletedWithValueMatching(reply ->
                reply instanceof Reply.Refused refused && refused.code() == Reply.Code.EXHAUSTED);
    }

    @Test
    void endsAtAFailedSyncWithoutAnAnswer() throws Exception {
        pool.disk.inject((number, operation, path) -> operation == Operation.SYNC ? Outcome.FAIL : Outcome.SUCCEED);
        loop.start();
        CompletableFuture<Reply> answer = invite();
        assertThat(fatal.get(180, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        loop.stop();
        assertThat(answer).isNotDone();
    }

    @Test
    void tellsASenderWhenItsEventIsTaken() throws Exception {
        CompletableFuture<String> taken = new CompletableFuture<>();
        assertThat(inbox.offer(new Event.AskPosition(1, Subject.ofOrganization("acme"), Optional.empty()), () -> taken.complete("taken"))).isTrue();
        assertThat(taken).as("the loop does not run").isNotDone();
        assertThat(inbox.take(1, 0)).containsExactly(new Event.AskPosition(1, Subject.ofOrganization("acme"), Optional.empty()));
        assertThat(taken).isCompletedWithValue("taken");
    }

    @Test
    void takesSignsOfLifeBeforeWhatWasOfferedAfterThem() throws Exception {
        Event later = new Event.AskPosition(1, Subject.ofOrganization("acme"), Optional.empty());
        assertThat(inbox.offerSign(sign(1))).isTrue();
        assertThat(inbox.offer(later)).isTrue();
        assertThat(inbox.offerSign(sign(2))).isTrue();
        assertThat(inbox.take(1, 0)).containsExactly(sign(1), sign(2), later);
        assertThat(inbox.take(1, 0)).as("taken once").isEmpty();
    }

    @Test
    void neitherSignsOfLifeNorEventsTakeTheOthersRoom() throws Exception {
        long signs = Stream.iterate(0, i -> i + 1).takeWhile(i -> inbox.offerSign(sign(i))).count();
        assertThat(inbox.offer(sign(0))).isTrue();
        assertThat(inbox.offer(sign(0))).isTrue();
        assertThat(inbox.offer(sign(0))).as("two have room").isFalse();
        assertThat(inbox.take(2, 0)).hasSize((int) signs + 2);
        assertThat(inbox.offerSign(sign(0))).isTrue();
    }

    @Test
    void aSignOfLifeThatTheSenderOfAnEventGivesWhenItIsTakenComesAfterIt() throws Exception {
        Event hello = new Event.AskPosition(1, Subject.ofOrganization("acme"), Optional.empty());
        inbox.offer(hello, () -> inbox.offerSign(sign(1)));
        assertThat(inbox.take(1, 0)).containsExactly(hello);
        assertThat(inbox.take(1, 0)).containsExactly(sign(1));
    }

    private static Event sign(int bytes) {
        return new Event.BytesMoved(new WorkerId("acme", "w1"), bytes);
    }

    @Test
    void endsAtAnErrorToo() throws Exception {
        LoopThread failing = new LoopThread(pool.engine, inbox, pool::now, effect -> {
            throw new StackOverflowError("in a test");
        }, fatal::complete);
        failing.start();
        invite();
        assertThat(fatal.get(180, TimeUnit.SECONDS)).isInstanceOf(StackOverflowError.class);
        failing.stop();
    }

    @Test
    void memoryWhoseDiskFailedIsAFailureOfTheDisk() throws Exception {
        assertThat(endedBy(new InternalError("a fault occurred in an unsafe memory access operation")))
                .isInstanceOf(LostPageException.class).hasMessageContaining("a fault occurred");
    }

    @Test
    void anotherFaultOfTheRuntimeIsNoneOfTheDisk() throws Exception {
        InternalError fault = new InternalError("a method could not be linked");
        assertThat(endedBy(fault)).isSameAs(fault);
    }

    /** What the loop says that ended it when this was thrown in it. */
    private Throwable endedBy(InternalError fault) throws Exception {
        LoopThread failing = new LoopThread(pool.engine, inbox, pool::now, effect -> {
            throw fault;
        }, fatal::complete);
        failing.start();
        invite();
        Throwable told = fatal.get(180, TimeUnit.SECONDS);
        failing.stop();
        return told;
    }

    private CompletableFuture<Reply> invite() {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        requests.ask(ticket -> new Event.Invite(ticket, "acme", Pool.inviteHash("acme"),
                pool.now().wallMillis() + 1000, 1, 1), answer::complete);
        return answer;
    }
}
