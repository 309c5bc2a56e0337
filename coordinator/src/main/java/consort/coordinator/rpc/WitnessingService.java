package consort.coordinator.rpc;

import com.google.protobuf.UnsafeByteOperations;
import consort.coordinator.witness.Cosigning;
import consort.coordinator.witness.Heard;
import consort.coordinator.witness.Peer;
import consort.coordinator.witness.WitnessName;
import consort.ledger.entry.Subject;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.proto.WitnessingGrpc;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * The streams of members' witnesses. A message is taken in only when one is owed: the first, and then one for each question. So
 * whatever else a witness sends waits on its own side.
 */
final class WitnessingService extends WitnessingGrpc.WitnessingImplBase {

    private final Cosigning cosigning;

    WitnessingService(Cosigning cosigning) {
        this.cosigning = cosigning;
    }

    @Override
    public StreamObserver<WitnessAnswer> attend(StreamObserver<WitnessRequest> observer) {
        Stream stream = new Stream(Caller.signer(), (ServerCallStreamObserver<WitnessRequest>) observer);
        stream.begin();
        return stream;
    }

    /** One witness's stream. Sending is guarded by its monitor. */
    private final class Stream implements StreamObserver<WitnessAnswer>, Peer {

        private final Subject witness;
        private final ServerCallStreamObserver<WitnessRequest> call;
        private boolean attends;
        private long asked;
        private boolean ended;

        private Stream(Subject witness, ServerCallStreamObserver<WitnessRequest> call) {
            this.witness = witness;
            this.call = call;
        }

        private void begin() {
            call.disableAutoRequest();
            call.setOnCancelHandler(this::gone);
            call.request(1);
        }

        // ---- what is asked

        @Override
        public synchronized void ask(long number, byte[] body) {
            if (!ended && !call.isCancelled()) {
                asked = number;
                call.onNext(WitnessRequest.newBuilder().setNumber(number).setBody(UnsafeByteOperations.unsafeWrap(body)).build());
                call.request(1);
            }
        }

        @Override
        public void end(String reason) {
            fail(Status.ABORTED.withDescription(reason));
        }

        // ---- what comes

        @Override
        public void onNext(WitnessAnswer message) {
            if (message.getBody().size() <= Heard.MAX_BYTES && !attends) {
                attends = true;
                cosigning.attends(WitnessName.of(witness.organization()), witness.worker(), this, message.getBody().toStringUtf8());
            } else if (message.getBody().size() > Heard.MAX_BYTES || message.getContentType().length() > Heard.MAX_BYTES) {
                refuse("an answer of " + message.getSerializedSize() + " bytes; a witness's have at most " + Heard.MAX_BYTES);
            } else if (message.getNumber() != owed()) {
                refuse("an answer to request " + message.getNumber() + ", and not to " + owed() + ", the one that is open");
            } else {
                cosigning.answered(this, message.getNumber(),
                        new Heard(message.getStatus(), message.getContentType(), message.getBody().toByteArray()));
            }
        }

        @Override
        public void onError(Throwable cause) {
            gone();
        }

        @Override
        public void onCompleted() {
            synchronized (this) {
                if (!ended) {
                    ended = true;
                    call.onCompleted();
                }
            }
            gone();
        }

        private synchronized long owed() {
            return asked;
        }

        private void refuse(String why) {
            fail(Status.INVALID_ARGUMENT.withDescription(why));
            gone();
        }

        private synchronized void fail(Status status) {
            if (!ended) {
                ended = true;
                call.onError(status.asRuntimeException());
            }
        }

        private void gone() {
            cosigning.gone(this);
        }
    }
}
