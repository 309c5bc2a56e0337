package consort.simulator.node;

import com.google.protobuf.ByteString;
import consort.proto.CoordinatorMessage;
import consort.proto.WorkerMessage;
import consort.simulator.machine.Machine;
import consort.simulator.network.Channel;
import consort.simulator.network.End;

/** The coordinator's port as its peers see it: what the gRPC services offer, without gRPC. */
public interface Wire {

    /** Opens a worker's long-lived stream. */
    Channel<WorkerMessage, CoordinatorMessage> session(WorkerMachine worker, End<CoordinatorMessage> end);

    /** Opens an upload. The first message down is what is held; then parts go up; the server completes it when it is whole. */
    Channel<UploadPart, Long> upload(Machine from, String peer, String digest, long totalBytes, End<Long> end);

    /** Opens a download from an offset; the server completes it after the last chunk. */
    Channel<Void, ByteString> fetch(Machine from, String digest, long offset, End<ByteString> end);

    /** A part of an upload; the last one asks to finish. */
    record UploadPart(ByteString bytes, boolean last) {
    }
}
