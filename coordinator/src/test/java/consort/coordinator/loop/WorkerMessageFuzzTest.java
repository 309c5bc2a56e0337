package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.UsageClaim;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.proto.Claim;
import consort.proto.HandBack;
import consort.proto.Hello;
import consort.proto.Progress;
import consort.proto.ProofWanted;
import consort.proto.WorkerMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A worker's messages at the coordinator: whatever they say, each is answered or passed over, and the coordinator goes on.
 *
 * <p>An input is a row of messages, each with its length before it. A claim that is no signed note stands for a text that
 * this worker signs, since it has its key.
 */
class WorkerMessageFuzzTest extends DecoderFuzzTest {

    private static final SignerKey KEY = Pool.workerKey(Bystander.WORKER);

    private final Bystander bystander = new Bystander();

    WorkerMessageFuzzTest() throws IOException {
    }

    @Override
    protected List<byte[]> seeds() throws IOException {
        long lease = bystander.pool().lease(Bystander.WORKER);
        WorkerMessage hello = message().setHello(
                Hello.newBuilder().addTrainers("cnn").addData("train").addData("test").setDevices(1).addLeases(lease)).build();
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(row(hello, message().setProgress(
                Progress.newBuilder().setLease(lease).setStep(2).setSteps(5).setLossMillionths(1_000)).build()));
        seeds.add(row(hello, message().setHandBack(HandBack.newBuilder().setLease(lease).setReason("stopping")).build()));
        seeds.add(row(hello, message().setProofWanted(ProofWanted.newBuilder().setKnownSize(3).addSeqs(1).addSeqs(2)).build()));
        for (UsageClaim.Outcome outcome : UsageClaim.Outcome.values()) {
            Optional<String> update = outcome == UsageClaim.Outcome.DONE ? Optional.of(Pool.MODEL) : Optional.empty();
            byte[] claim = bystander.pool().claim(Bystander.WORKER, bystander.pool().nextSeq(Bystander.WORKER), lease, outcome, update);
            seeds.add(row(hello, claim(Note.parse(claim, Note.MAX_BYTES).text())));
        }
        return seeds;
    }

    @Override
    protected List<String> words() {
        return List.of("\"outcome\":\"failed\"", "\"reason\":\"", "\"accuracyMillionths\":", "\"lossMillionths\":", "9007199254740991",
                "\"update\":\"", "\u0000", "-1", "example.org/usage-claim/v1\n");
    }

    @Override
    protected int quickRuns() {
        return 800;
    }

    /** A copy of the whole state is taken for each input. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (16L << 20) + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        Bystander.Life life = bystander.new Life();
        life.happens(new Event.Started());
        ByteArrayInputStream row = new ByteArrayInputStream(input);
        List<Effect> effects = new ArrayList<>();
        try {
            for (WorkerMessage message = WorkerMessage.parseDelimitedFrom(row); message != null;
                    message = WorkerMessage.parseDelimitedFrom(row)) {
                effects.addAll(life.happens(new Event.Received(Bystander.WORKER, Bystander.SESSION, signed(message))));
            }
        } catch (InvalidProtocolBufferException | MalformedNoteException refused) {
            return false;
        }
        effects.addAll(life.passes(200_000));
        effects.addAll(life.happens(new Event.AskStatus(1)));
        assertThat(effects).filteredOn(Effect.Answer.class::isInstance).hasSize(1);
        return true;
    }

    private static WorkerMessage signed(WorkerMessage message) {
        ByteString text = message.getClaim().getEntry();
        if (!message.hasClaim() || !text.isValidUtf8() || text.toStringUtf8().contains("\n\n")) {
            return message;
        }
        return message().setClaim(Claim.newBuilder()
                .setEntry(ByteString.copyFrom(Note.sign(text.toStringUtf8(), KEY).bytes()))).build();
    }

    private static WorkerMessage claim(String text) {
        return message().setClaim(Claim.newBuilder().setEntry(ByteString.copyFromUtf8(text))).build();
    }

    private static WorkerMessage.Builder message() {
        return WorkerMessage.newBuilder();
    }

    private static byte[] row(WorkerMessage... messages) throws IOException {
        ByteString.Output row = ByteString.newOutput();
        for (WorkerMessage message : messages) {
            message.writeDelimitedTo(row);
        }
        return row.toByteString().toByteArray();
    }
}
