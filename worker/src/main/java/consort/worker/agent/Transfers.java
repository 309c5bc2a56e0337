package consort.worker.agent;

import consort.model.tensor.ByteSource;
import consort.worker.session.UpdateRef;

/** Moves blobs. Methods return at once; every call is answered by one event, unless it joined another. */
public interface Transfers {

    /**
     * Brings a model to where the {@link Workbench} finds it, resuming what is there. Posts
     * {@link consort.worker.session.Event.Fetched} or {@link consort.worker.session.Event.FetchFailed}. A fetch of the
     * same digest that is under way is joined: one event answers both.
     */
    void fetch(String digest, long sizeBytes, long delayMillis, EventSink events);

    /**
     * Brings an update to the coordinator, resuming what it holds. Posts
     * {@link consort.worker.session.Event.Uploaded} or {@link consort.worker.session.Event.UploadFailed}.
     */
    void upload(UpdateRef update, ByteSource bytes, long delayMillis, EventSink events);
}
