package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.coordinator.core.Pool;
import consort.coordinator.witness.Heard;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Answer;
import consort.ledger.witness.Witness;
import consort.proto.StatusRequest;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.proto.WitnessingGrpc;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members' witnesses as the coordinator meets them: over real sockets, with certificates of real enrollments. */
class WitnessStreamTest {

    private static final long NOW_SECONDS = 1_700_000_000;

    @TempDir
    private Path temporary;

    private LivePool pool;
    private final AtomicInteger invited = new AtomicInteger();

    /** One member's witness, on a thread of the test. */
    private final class Member implements AutoCloseable {

        private final Witness witness;
        private final BlockingClientCall<WitnessAnswer, WitnessRequest> call;

        Member(String organization) throws Exception {
            SignerKey key = Pool.key(KeyNames.witness(Pool.ORIGIN, organization));
            var credential = pool.organization(organization);
            witness = Witness.open(new SimulatedDisk(new Random(1)), key, LogKeys.of(pool.folder().logKeys().present().verifierKey()));
            pool.append(organization, seq -> Key.witness(LivePool.CLOCK.millis(), organization, seq, CosignerKey.of(key)));
            call = WitnessingGrpc.newBlockingV2Stub(pool.connect(pool.tls(credential))).attend();
            call.write(WitnessAnswer.getDefaultInstance());
        }

        WitnessRequest asked() throws Exception {
            return call.read(180, TimeUnit.SECONDS);
        }

        Answer answer() throws Exception {
            WitnessRequest request = asked();
            Answer answer = witness.answer(request.getBody().toByteArray(), NOW_SECONDS);
            give(request.getNumber(), answer.status(), answer.contentType(), answer.bytes());
            return answer;
        }

        void give(long number, int status, String type, byte[] body) throws Exception {
            call.write(WitnessAnswer.newBuilder().setNumber(number).setStatus(status).setContentType(type)
                    .setBody(ByteString.copyFrom(body)).build());
        }

        Status end() throws Exception {
            try {
                while (call.read(180, TimeUnit.SECONDS) != null) {
                    // Asked once more before it ended.
                }
                return Status.OK;
            } catch (StatusException ended) {
                return ended.getStatus();
            }
        }

        void leave() {
            call.cancel("the test ends", null);
        }

        @Override
        public void close() {
            leave();
        }
    }

    @BeforeEach
    void theCharterAsksForTwoWitnesses() {
        pool = LivePool.with(temporary, "--witnesses", "2");
    }

    @AfterEach
    void stops() {
        pool.close();
    }

    private void grow() {
        pool.invite("invited" + invited.incrementAndGet());
    }

    private SignedCheckpoint file(String name) throws Exception {
        return SignedCheckpoint.parse(Files.readAllBytes(pool.folder().ledger().resolve(name)));
    }

    private String status() {
        try (Client client = Client.connect(pool.folder())) {
            return client.operator(operator -> operator.status(StatusRequest.getDefaultInstance())).getJson();
        }
    }

    private static void until(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (!holds.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void cosignaturesOfMembersStandInTheServedFilesAndALostAnswerIsMadeGood() throws Exception {
        try (Member acme = new Member("acme"); Member beta = new Member("beta")) {
            Thread acmes = answering(acme);
            assertThat(beta.answer().status()).isEqualTo(Answer.COSIGNED);
            long seen = beta.witness.size();
            grow();
            WitnessRequest lost = beta.asked();
            assertThat(lost.getBody().toStringUtf8()).startsWith("old " + seen + "\n");
            beta.witness.answer(lost.getBody().toByteArray(), NOW_SECONDS);
            beta.give(lost.getNumber(), 503, "", "its answer was lost".getBytes());
            assertThat(beta.answer().status()).as("it cosigned what is asked about again").isEqualTo(Answer.CONFLICT);
            Thread betas = answering(beta);
            until("both cosigned the newest", () -> Files.exists(pool.folder().ledger().resolve("witnessed"))
                    && file("witnessed").checkpoint().equals(file("checkpoint").checkpoint()));
            assertThat(status()).contains("\"quorum\":2", "\"attends\":true").doesNotContain("unwitnessedSince", "trouble");
            acme.leave();
            beta.leave();
            acmes.join();
            betas.join();
        }
    }

    private static Thread answering(Member member) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    member.answer();
                }
            } catch (Exception ended) {
                // The test has what it wanted.
            }
        });
    }

    @Test
    void whoFloodsLosesItsStreamAndNobodyElseAnything() throws Exception {
        try (Member acme = new Member("acme")) {
            WitnessRequest asked = acme.asked();
            acme.give(asked.getNumber(), 200, "", new byte[Heard.MAX_BYTES + 1]);
            assertThat(acme.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(acme.end().getDescription()).contains("a witness's have at most 16384");
        }
        try (Member beta = new Member("beta")) {
            WitnessRequest asked = beta.asked();
            beta.give(asked.getNumber() + 7, 200, "", new byte[1]);
            assertThat(beta.end().getDescription()).contains("the one that is open");
        }
        try (Member carol = new Member("carol")) {
            WitnessRequest asked = carol.asked();
            Thread flood = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 2_000; i++) {
                        carol.give(asked.getNumber(), 503, "", new byte[Heard.MAX_BYTES]);
                    }
                } catch (Exception cut) {
                    // As it should be.
                }
            });
            until("its trouble is known", () -> status().contains("answered with 503"));
            grow();
            until("the coordinator is healthy all the same", () -> status().contains("\"healthy\":true"));
            carol.leave();
            flood.join();
        }
    }

    @Test
    void aSilentWitnessAndALyingOneHarmNobody() throws Exception {
        try (Member silent = new Member("silent"); Member liar = new Member("liar"); Member acme = new Member("acme")) {
            WitnessRequest asked = liar.asked();
            liar.give(asked.getNumber(), 200, "", "\u2014 example.org/pool/acme/witness AAAAAAAAAAAA\n".getBytes());
            Thread acmes = answering(acme);
            grow();
            until("the others go on", () -> CosignerKey.of(Pool.key(KeyNames.witness(Pool.ORIGIN, "acme")))
                    .cosigned(file("checkpoint").note()).isPresent());
            assertThat(Files.exists(pool.folder().ledger().resolve("witnessed"))).isFalse();
            until("the lie is noticed, and harms nobody", () -> {
                String status = status();
                return status.contains("\"healthy\":true") && status.contains("unwitnessedSince") && status.contains("without a valid cosignature");
            });
            assertThat(silent.asked().getBody().toStringUtf8()).startsWith("old ");
            acme.leave();
            acmes.join();
        }
    }

    @Test
    void aRevokedMembersWitnessIsCutOff() throws Exception {
        try (Member acme = new Member("acme")) {
            acme.answer();
            pool.revoke("acme");
            assertThat(acme.end().isOk()).isFalse();
            until("it does not attend", () -> !status().contains("\"attends\":true"));
        }
    }
}
