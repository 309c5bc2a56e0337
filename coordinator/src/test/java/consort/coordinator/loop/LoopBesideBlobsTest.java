package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.blobs.BlobLimits;
import consort.coordinator.blobs.BlobStore;
import consort.coordinator.blobs.DiskBlobStore;
import consort.coordinator.blobs.StickingDisk;
import consort.coordinator.blobs.StickingDisk.Call;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.coordinator.core.Retention;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Document;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loop asks the blob store how full it is, while other threads make blobs durable. */
class LoopBesideBlobsTest {

    private static final byte[] UPDATE = {1, 2, 3};

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"WRITE", "SYNC", "RENAME"})
    void goesOnWhileAnUploadWaitsForTheDisk(Call call) throws Exception {
        StickingDisk disk = new StickingDisk(new SimulatedDisk(new Random(1)));
        DiskBlobStore blobs = DiskBlobStore.open(disk, new BlobLimits(100, 1000, 2));
        Pool pool = new Pool();
        pool.observing = () -> new Ephemeral.Surroundings(Map.of(), 0, new Ephemeral.Storage(blobs.usedBytes(), 100, 1000, 1000,
                Retention.Policy.EVERYTHING, digest -> blobs.size(digest).orElse(0)), Ephemeral.Surroundings.NONE.memory());
        Inbox inbox = new Inbox(10);
        Requests requests = new Requests(inbox);
        LoopThread loop = new LoopThread(pool.engine, inbox, pool::now, effect -> {
            if (effect instanceof Effect.Answer answer) {
                requests.answer(answer);
            }
        }, failure -> { });
        disk.stickAt(call);
        FutureTask<Boolean> upload = new FutureTask<>(() -> {
            BlobStore.Upload begun = blobs.upload("acme/w1", Document.digest(UPDATE), UPDATE.length, 0);
            begun.write(ByteBuffer.wrap(UPDATE));
            return begun.finish();
        });
        Thread.ofPlatform().daemon().start(upload);
        disk.awaitStuck();
        loop.start();
        CompletableFuture<Reply> status = new CompletableFuture<>();
        requests.ask(Event.AskStatus::new, status::complete);
        assertThat(status.get(120, TimeUnit.SECONDS)).isInstanceOfSatisfying(Reply.Status.class,
                told -> assertThat(told.json()).contains("\"usedBytes\":3"));
        disk.release();
        assertThat(upload.get(120, TimeUnit.SECONDS)).isTrue();
        loop.stop();
    }
}
