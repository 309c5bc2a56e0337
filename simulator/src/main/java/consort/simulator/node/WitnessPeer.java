package consort.simulator.node;

import com.google.protobuf.UnsafeByteOperations;
import consort.coordinator.witness.Asking;
import consort.coordinator.witness.Heard;
import consort.coordinator.witness.Peer;
import consort.coordinator.witness.WitnessName;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.simulator.machine.Machine;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import java.io.IOException;

/** The coordinator's end of a witness's stream. */
final class WitnessPeer implements Peer, End<WitnessAnswer> {

    private final Machine machine;
    private final Asking asking;
    private final Channel<WitnessAnswer, WitnessRequest> channel;

    WitnessPeer(Machine machine, Asking asking, String organization, Channel<WitnessAnswer, WitnessRequest> channel) {
        this.machine = machine;
        this.asking = asking;
        this.channel = channel;
        asking.attends(WitnessName.of(organization), this, machine.clock().monotonicMillis());
    }

    @Override
    public void ask(long number, byte[] body) {
        channel.toClient(WitnessRequest.newBuilder().setNumber(number).setBody(UnsafeByteOperations.unsafeWrap(body)).build());
    }

    @Override
    public void end(String reason) {
        channel.endFromServer(Ending.unavailable(reason));
    }

    @Override
    public void received(WitnessAnswer answer) throws IOException {
        asking.answered(this, answer.getNumber(), new Heard(answer.getStatus(), answer.getContentType(), answer.getBody().toByteArray()),
                machine.clock().monotonicMillis());
    }

    @Override
    public void closed(Ending ending) {
        asking.gone(this);
    }
}
