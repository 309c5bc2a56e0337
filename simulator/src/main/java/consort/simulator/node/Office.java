package consort.simulator.node;

import com.google.protobuf.ByteString;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.ledger.entry.Document;
import consort.simulator.ViolationException;
import consort.simulator.machine.Machine;
import consort.simulator.machine.Program;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * The people: the operator and those who speak for organizations. They do one thing after another and try each again until
 * it is done, as people do whose command said that the connection was lost.
 */
public final class Office implements Program {

    private static final long AGAIN_MILLIS = 2_000;

    /** One thing to do; {@code done} or {@code again} is called once. */
    private interface Errand {
        void go(Runnable done, Runnable again);
    }

    private final Machine machine;
    private final CoordinatorMachine coordinator;
    private final ArrayDeque<Errand> errands = new ArrayDeque<>();

    /** @param machine one that nothing befalls */
    public Office(Machine machine, CoordinatorMachine coordinator) {
        this.machine = machine;
        this.coordinator = coordinator;
    }

    /**
     * Puts a request until the answer is enough.
     *
     * @param already whether it was done although the answer got lost: asked before each attempt
     */
    public void request(LongFunction<? extends Event.Request> request, Predicate<Reply> enough, BooleanSupplier already) {
        errands.add((done, again) -> {
            if (already.getAsBoolean()) {
                done.run();
            } else {
                coordinator.ask(machine, request, already, new ReplyEnd(enough, _ -> false, done, again));
            }
        });
    }

    /**
     * Stores a file and puts a request about it; from the beginning again when the file went in between, as it may when the
     * coordinator was started anew.
     */
    public void store(byte[] file, LongFunction<? extends Event.Request> request, Predicate<Reply> enough, BooleanSupplier already) {
        errands.add((done, again) -> {
            if (already.getAsBoolean()) {
                done.run();
                return;
            }
            Runnable ask = () -> coordinator.ask(machine, request, already, new ReplyEnd(enough, Office::isGone, done, again));
            StoreEnd end = new StoreEnd(file, ask, again);
            end.channel = coordinator.upload(machine, "operator", Document.digest(file), file.length, end);
        });
    }

    private static boolean isGone(Reply.Refused refused) {
        return refused.code() == Reply.Code.CONFLICT && refused.message().contains("is not stored");
    }

    /** Does something that cannot fail. */
    public void run(Runnable action) {
        errands.add((done, again) -> {
            action.run();
            done.run();
        });
    }

    /** Waits for something. */
    public void await(BooleanSupplier condition) {
        errands.add((done, again) -> (condition.getAsBoolean() ? done : again).run());
    }

    /** Sends the people to work. */
    public void boot() {
        machine.boot(this);
    }

    /** Whether all is done. */
    public boolean finished() {
        return errands.isEmpty();
    }

    @Override
    public void start() {
        next();
    }

    @Override
    public void died() {
        throw new IllegalStateException("nothing befalls the office");
    }

    private void next() {
        if (!errands.isEmpty()) {
            boolean[] answered = {false};
            errands.peek().go(() -> once(answered, this::succeeded), () -> once(answered, this::retry));
        }
    }

    private static void once(boolean[] answered, Runnable then) {
        if (!answered[0]) {
            answered[0] = true;
            then.run();
        }
    }

    private void succeeded() {
        errands.poll();
        machine.after(1, this::next);
    }

    private void retry() {
        machine.after(AGAIN_MILLIS, this::next);
    }

    /** @param passing refusals besides that for want of room after which one tries again */
    private record ReplyEnd(Predicate<Reply> enough, Predicate<Reply.Refused> passing, Runnable done, Runnable again)
            implements End<Reply> {

        @Override
        public void received(Reply reply) {
            boolean later = reply instanceof Reply.Refused refused
                    && (refused.code() == Reply.Code.EXHAUSTED || passing.test(refused));
            if (!later && !enough.test(reply)) {
                throw new ViolationException("a request was answered with " + reply);
            }
            (later ? again : done).run();
        }

        @Override
        public void closed(Ending ending) {
            (ending.kind() == Ending.Kind.COMPLETED ? done : again).run();
        }
    }

    /** Sends a file from where the coordinator stands. */
    private static final class StoreEnd implements End<Long> {

        private final byte[] file;
        private final Runnable done;
        private final Runnable again;
        private Channel<Wire.UploadPart, Long> channel;

        StoreEnd(byte[] file, Runnable done, Runnable again) {
            this.file = file;
            this.done = done;
            this.again = again;
        }

        @Override
        public void received(Long heldBytes) {
            int from = Math.toIntExact(heldBytes);
            int count = Math.min(SimulatedTransfers.PART_BYTES, file.length - from);
            channel.toServer(new Wire.UploadPart(ByteString.copyFrom(file, from, count), from + count == file.length));
        }

        @Override
        public void closed(Ending ending) {
            (ending.kind() == Ending.Kind.COMPLETED ? done : again).run();
        }
    }
}
