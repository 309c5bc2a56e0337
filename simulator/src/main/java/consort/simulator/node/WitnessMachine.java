package consort.simulator.node;

import com.google.protobuf.ByteString;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Answer;
import consort.ledger.witness.Witness;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.simulator.ViolationException;
import consort.simulator.check.CosignedWatch;
import consort.simulator.machine.Machine;
import consort.simulator.machine.Program;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import java.io.IOException;

/** An organization's witness: the real one, on a machine that can die, which attends again whenever its stream ended. */
public final class WitnessMachine implements Program {

    private static final long AGAIN_MILLIS = 2_000;

    private final Machine machine;
    private final String organization;
    private final SignerKey key;
    private final LogKeys logKeys;
    private final CoordinatorMachine coordinator;
    private final CosignedWatch watch;

    /** @param key signs nothing else */
    public WitnessMachine(Machine machine, String organization, SignerKey key, LogKeys logKeys, CoordinatorMachine coordinator,
            CosignedWatch watch) {
        this.machine = machine;
        this.organization = organization;
        this.key = key;
        this.logKeys = logKeys;
        this.coordinator = coordinator;
        this.watch = watch;
    }

    public Machine machine() {
        return machine;
    }

    String organization() {
        return organization;
    }

    @Override
    public void start() throws IOException {
        Witness witness = Witness.open(machine.disk(), key, logKeys);
        watch.remembers(organization, witness.size());
        attend(witness);
    }

    @Override
    public void died() {
        // What it remembers is on its disk.
    }

    private void attend(Witness witness) {
        Stream stream = new Stream(witness);
        stream.channel = coordinator.attend(this, stream);
    }

    private final class Stream implements End<WitnessRequest> {

        private final Witness witness;
        private Channel<WitnessAnswer, WitnessRequest> channel;

        private Stream(Witness witness) {
            this.witness = witness;
        }

        @Override
        public void received(WitnessRequest request) throws IOException {
            Answer answer = witness.answer(request.getBody().toByteArray(), machine.clock().wallMillis() / 1000);
            if (answer.evidence().isPresent()) {
                throw new ViolationException("the witness of " + organization + " accuses an honest log: " + answer.body());
            }
            if (answer.status() == Answer.COSIGNED) {
                watch.cosigned(organization, witness.latest().orElseThrow());
            }
            channel.toServer(WitnessAnswer.newBuilder().setNumber(request.getNumber()).setStatus(answer.status())
                    .setContentType(answer.contentType()).setBody(ByteString.copyFrom(answer.bytes())).build());
        }

        @Override
        public void closed(Ending ending) {
            machine.after(AGAIN_MILLIS, () -> attend(witness));
        }
    }
}
