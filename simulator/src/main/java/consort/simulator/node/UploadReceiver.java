package consort.simulator.node;

import consort.coordinator.blobs.BlobRefusedException;
import consort.coordinator.blobs.BlobStore;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import java.io.IOException;
import java.util.Optional;

/** The coordinator's end of an upload, on the real blob store. */
final class UploadReceiver implements End<Wire.UploadPart> {

    private final Channel<Wire.UploadPart, Long> channel;
    private Optional<BlobStore.Upload> upload = Optional.empty();

    UploadReceiver(BlobStore blobs, String peer, String digest, long totalBytes, Channel<Wire.UploadPart, Long> channel) {
        this.channel = channel;
        attempt(() -> {
            if (blobs.size(digest).isPresent()) {
                channel.endFromServer(Ending.COMPLETED);
                return;
            }
            long held = blobs.held(peer, digest);
            upload = Optional.of(blobs.upload(peer, digest, totalBytes, held));
            channel.toClient(held);
        });
    }

    @Override
    public void received(Wire.UploadPart part) {
        attempt(() -> {
            BlobStore.Upload open = upload.orElseThrow();
            open.write(part.bytes().asReadOnlyByteBuffer());
            if (!part.last()) {
                channel.toClient(open.bytes());
            } else if (open.finish()) {
                channel.endFromServer(Ending.COMPLETED);
            } else {
                channel.endFromServer(Ending.unavailable("the upload is not whole"));
            }
        });
    }

    /** What arrived is kept, to be resumed. */
    @Override
    public void closed(Ending ending) {
        upload.ifPresent(BlobStore.Upload::close);
    }

    private interface Attempt {
        void run() throws IOException, BlobRefusedException;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (BlobRefusedException refused) {
            upload.ifPresent(BlobStore.Upload::close);
            channel.endFromServer(refused.kind() == BlobRefusedException.Kind.INVALID
                    ? Ending.refused(refused.getMessage()) : Ending.unavailable(refused.getMessage()));
        } catch (IOException failed) {
            channel.endFromServer(Ending.unavailable("the coordinator's disk failed: " + failed.getMessage()));
        }
    }
}
