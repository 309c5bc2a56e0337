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
import java.util.List;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * Somebody who was let in and wants nothing good: uses an invite wrongly, repeats what others signed, begins
 * uploads that are wrong, too large, or never end. Nothing of it may be granted.
 */
public final class Stranger implements Program {

    private static final long PAUSE_MILLIS = 2_000;
    private static final long UNTIL_MILLIS = 90_000;
    private static final int LARGEST_BYTES = 6_000;

    /**
     * What a stranger may have got hold of.
     *
     * @param inviteHash of an invite that is the stranger's own
     * @param entries signed by others, or not as they should be
     * @param keys verifier keys, the stranger's own among them
     */
    public record Loot(String inviteHash, List<byte[]> entries, List<String> keys) {
    }

    private final Machine machine;
    private final CoordinatorMachine coordinator;
    private final RandomGenerator random;
    private final Loot loot;

    public Stranger(Machine machine, CoordinatorMachine coordinator, RandomGenerator random, Loot loot) {
        this.machine = machine;
        this.coordinator = coordinator;
        this.random = random;
        this.loot = loot;
    }

    /** Lets the stranger come. */
    public void boot() {
        machine.boot(this);
    }

    @Override
    public void start() {
        machine.after(random.nextLong(PAUSE_MILLIS), this::annoy);
    }

    @Override
    public void died() {
        throw new IllegalStateException("nothing befalls a stranger");
    }

    private void annoy() {
        switch (random.nextInt(4)) {
            case 0 -> ask(ticket -> new Event.EnrollOrganization(ticket, loot.inviteHash(), one(loot.keys()), entry()));
            case 1 -> ask(ticket -> new Event.EnrollWorker(ticket, loot.inviteHash(), entry()));
            case 2 -> ask(ticket -> new Event.AppendEntry(ticket, "nobody-" + random.nextInt(9), entry()));
            default -> upload();
        }
        if (machine.clock().monotonicMillis() < UNTIL_MILLIS) {
            machine.after(random.nextLong(PAUSE_MILLIS), this::annoy);
        }
    }

    private void ask(LongFunction<? extends Event.Request> request) {
        coordinator.ask(machine, request, new End<>() {
            @Override
            public void received(Reply reply) {
                if (!(reply instanceof Reply.Refused)) {
                    throw new ViolationException("a stranger was answered with " + reply);
                }
            }

            @Override
            public void closed(Ending ending) {
                // Tries something else anyway.
            }
        });
    }

    private void upload() {
        byte[] bytes = noise(1 + random.nextInt(LARGEST_BYTES));
        String digest = random.nextInt(4) == 0 ? "not a digest" : Document.digest(noise(8));
        long announced = random.nextInt(4) == 0 ? Long.MAX_VALUE - random.nextInt(9) : 1 + random.nextInt(LARGEST_BYTES);
        BadUpload end = new BadUpload(bytes);
        end.channel = coordinator.upload(machine, "stranger", digest, announced, end);
    }

    private byte[] entry() {
        return random.nextInt(4) > 0 ? one(loot.entries()) : noise(random.nextInt(400));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Sends as it pleases, whatever the coordinator says it holds. */
    private final class BadUpload implements End<Long> {

        private final byte[] bytes;
        private Channel<Wire.UploadPart, Long> channel;

        BadUpload(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void received(Long heldBytes) {
            if (random.nextInt(6) > 0) {
                int count = 1 + random.nextInt(bytes.length);
                channel.toServer(new Wire.UploadPart(ByteString.copyFrom(bytes, 0, count), random.nextInt(5) == 0));
            } else if (random.nextBoolean()) {
                channel.endFromClient();
            }
        }

        @Override
        public void closed(Ending ending) {
            if (ending.kind() == Ending.Kind.COMPLETED) {
                throw new ViolationException("an upload of noise was taken for what its digest says");
            }
        }
    }
}
