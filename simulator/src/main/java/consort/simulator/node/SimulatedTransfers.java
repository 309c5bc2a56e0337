package consort.simulator.node;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Document;
import consort.model.tensor.ByteSource;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import consort.worker.agent.EventSink;
import consort.worker.agent.Transfers;
import consort.worker.session.Event;
import consort.worker.session.UpdateRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Transfers of a worker over the simulated network, in small parts, resumed where they broke. One process's own. */
final class SimulatedTransfers implements Transfers {

    /** Small, so that models of a few hundred bytes go in several parts. */
    static final int PART_BYTES = 100;

    private final WorkerMachine worker;
    private final Map<String, ByteString> cache = new HashMap<>();
    private final Map<String, ByteString> partial = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    SimulatedTransfers(WorkerMachine worker) {
        this.worker = worker;
    }

    /** A fetched model. */
    byte[] model(String digest) {
        return cache.get(digest).toByteArray();
    }

    @Override
    public void fetch(String digest, long sizeBytes, long delayMillis, EventSink events) {
        if (cache.containsKey(digest)) {
            events.post(new Event.Fetched(digest));
        } else if (underWay.add(digest)) {
            worker.machine().after(delayMillis, () -> worker.wire().fetch(worker.machine(), digest,
                    partial.getOrDefault(digest, ByteString.EMPTY).size(), new FetchEnd(digest, events)));
        }
    }

    @Override
    public void upload(UpdateRef update, ByteSource bytes, long delayMillis, EventSink events) {
        worker.machine().after(delayMillis, () -> {
            UploadEnd end = new UploadEnd(update, bytes, events);
            end.channel = worker.wire().upload(
                    worker.machine(), worker.id().toString(), update.digest(), update.sizeBytes(), end);
        });
    }

    /** Takes what arrives and, in the end, compares the digest. */
    private final class FetchEnd implements End<ByteString> {

        private final String digest;
        private final EventSink events;

        FetchEnd(String digest, EventSink events) {
            this.digest = digest;
            this.events = events;
        }

        @Override
        public void received(ByteString chunk) {
            partial.merge(digest, chunk, ByteString::concat);
        }

        @Override
        public void closed(Ending ending) {
            underWay.remove(digest);
            ByteString held = partial.getOrDefault(digest, ByteString.EMPTY);
            if (ending.kind() != Ending.Kind.COMPLETED) {
                boolean again = ending.kind() != Ending.Kind.REFUSED;
                events.post(new Event.FetchFailed(digest, ending.reason(), held.size(), again));
                return;
            }
            partial.remove(digest);
            if (Document.digest(held.toByteArray()).equals(digest)) {
                cache.put(digest, held);
                events.post(new Event.Fetched(digest));
            } else {
                events.post(new Event.FetchFailed(digest, "what arrived has another digest", 0, true));
            }
        }
    }

    /** Sends from where the coordinator stands. */
    private final class UploadEnd implements End<Long> {

        private final UpdateRef update;
        private final ByteSource bytes;
        private final EventSink events;
        private Channel<Wire.UploadPart, Long> channel;

        UploadEnd(UpdateRef update, ByteSource bytes, EventSink events) {
            this.update = update;
            this.bytes = bytes;
            this.events = events;
        }

        /** The coordinator says how much it holds: first at the beginning, then after every part. */
        @Override
        public void received(Long heldBytes) throws IOException {
            long size = update.sizeBytes();
            int count = (int) Math.min(PART_BYTES, size - heldBytes);
            byte[] part = new byte[Math.max(0, count)];
            bytes.read(heldBytes, ByteBuffer.wrap(part));
            channel.toServer(new Wire.UploadPart(ByteString.copyFrom(part), heldBytes + count == size));
        }

        @Override
        public void closed(Ending ending) {
            if (ending.kind() == Ending.Kind.COMPLETED) {
                events.post(new Event.Uploaded(update.digest()));
            } else {
                boolean again = ending.kind() != Ending.Kind.REFUSED;
                events.post(new Event.UploadFailed(update.digest(), ending.reason(), again));
            }
        }
    }
}
