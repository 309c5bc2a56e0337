package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Certificates;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.Tls;
import consort.ledger.entry.CertificateRequest;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.RenewalNote;
import consort.ledger.note.SignerKey;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.Renewed;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organization whose certificate no longer opens the door comes back by its key of the ledger, over real sockets. */
class CertifyTest {

    private static final String ORIGIN = "example.org/pool";
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @TempDir
    private Path temporary;

    private LivePool pool;
    private CoordinatorFolder folder;
    private int files;
    private final StringWriter said = new StringWriter();
    private final PendingCredential pending = PendingCredential.create(LivePool.RANDOM);

    @BeforeEach
    void founded() {
        pool = new LivePool(temporary);
        folder = new CoordinatorFolder(temporary.resolve("coordinator"));
    }

    @AfterEach
    void stops() {
        pool.close();
    }

    private int command(String... words) {
        said.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(said);
        int exit = Main.run(writer, writer, words);
        writer.flush();
        return exit;
    }

    private byte[] request(String origin, String organization, long wallMillis, SignerKey key) {
        return CertificateRequest.sign(origin, organization, wallMillis, pending.signingRequest(), key).bytes();
    }

    private byte[] request(String organization) {
        return request(ORIGIN, organization, LivePool.CLOCK.millis(), LivePool.organizationKey(organization));
    }

    private Path out() {
        return temporary.resolve("answer-" + files);
    }

    private int certify(byte[] request) throws Exception {
        files++;
        Path file = Files.write(temporary.resolve("request-" + files), request);
        return command("certify", file.toString(), "--out", out().toString(), "--dir", folder.root().toString());
    }

    private void refuses(String why, byte[] request) throws Exception {
        assertThat(certify(request)).as(said.toString()).isEqualTo(ExitCode.CERTIFICATE.code());
        assertThat(said.toString()).contains(why);
        assertThat(out()).doesNotExist();
    }

    private Credential answered(String organization) throws Exception {
        Renewed answer = Renewed.parseFrom(Files.readAllBytes(out()));
        return pending.complete(Certificates.decode(List.of(answer.getCertificate().toByteArray(),
                        answer.getAuthorityCertificate().toByteArray())), folder.authorities(),
                new Identity.Organization(LivePool.CONSORTIUM, new Name(organization)), LivePool.CLOCK.instant());
    }

    private Status readsLedger(Credential credential) {
        try {
            LedgerCopyGrpc.newBlockingStub(pool.connect(Tls.client(() -> credential, folder::authorities, LivePool.CLOCK)))
                    .keys(KeysRequest.getDefaultInstance());
            return Status.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }

    @Test
    void whoWasShutOutWithAnAuthorityComesBackAndIsRenewedFromThenOn() throws Exception {
        Credential acme = pool.organization("acme");
        String dir = folder.root().toString();
        assertThat(command("rotate-authority", "add", "--dir", dir)).as(said.toString()).isZero();
        assertThat(command("rotate-authority", "retire", "--force", "--dir", dir)).as(said.toString()).isZero();
        assertThat(readsLedger(acme).getCode()).isNotEqualTo(Status.Code.OK);

        // The checkpoint follows the entry that retires; before it does, the certificate is by the authority of before.
        for (int tries = 0; tries < 200; tries++) {
            assertThat(certify(request("acme"))).as(said.toString()).isZero();
            if (answered("acme").chain().getLast().equals(folder.authorities().newest().certificate())) {
                break;
            }
            Thread.sleep(50);
        }
        assertThat(said.toString()).contains("acme is certified until", "consort member renew --answer");
        Credential fresh = answered("acme");
        assertThat(readsLedger(fresh)).isEqualTo(Status.OK);
        assertThat(folder.certificates().resolve("issued/acme")).content()
                .contains(consort.certs.Fingerprint.of(fresh.certificate()).hex());
    }

    @Test
    void theCoordinatorNeedNotRun() throws Exception {
        pool.organization("acme");
        pool.stop();
        assertThat(certify(request("acme"))).as(said.toString()).isZero();
        answered("acme");
        assertThat(command("certify", temporary.resolve("request-1").toString(), "--out", out().toString(),
                "--dir", folder.root().toString())).as("the answer is there").isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void aRestoredLedgerCertifiesNobodyBeforeTheCoordinatorGoesOn() throws Exception {
        pool.organization("acme");
        String backup = temporary.resolve("backup").toString();
        assertThat(command("backup", "--dir", folder.root().toString(), "--to", backup)).as(said.toString()).isZero();
        pool.stop();
        folder = new CoordinatorFolder(temporary.resolve("restored"));
        assertThat(command("restore", "--from", backup, "--dir", folder.root().toString(), "--reports", "0")).as(said.toString()).isZero();
        assertThat(certify(request("acme"))).as(said.toString()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(said.toString()).contains("this ledger was restored", "certify then");
        assertThat(out()).doesNotExist();
        Serving.start(folder, CoordinatorConfig.read(folder.config()), failure -> { }).stop();
        assertThat(certify(request("acme"))).as(said.toString()).isZero();
        answered("acme");
    }

    @Test
    void nobodyElseIsCertified() throws Exception {
        pool.organization("acme");
        pool.organization("beta");
        pool.stop();
        SignerKey acme = LivePool.organizationKey("acme");
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        SignerKey another = SignerKey.fromSeed(KeyNames.organization(ORIGIN, "acme"), seed);
        long now = LivePool.CLOCK.millis();

        refuses("not signed with the present key of acme", request(ORIGIN, "acme", now, another));
        refuses("not signed with the present key of beta", request(ORIGIN, "beta", now, acme));
        refuses("no organization gamma is a member", request("gamma"));
        refuses("this is the coordinator of " + ORIGIN, request("other.example/pool", "acme", now, acme));
        refuses("one counts for 7 days", request(ORIGIN, "acme", now - Duration.ofDays(7).plus(TWO_HOURS).toMillis(), acme));
        refuses("both clocks", request(ORIGIN, "acme", now + TWO_HOURS.toMillis(), acme));
        refuses("not a request for a certificate", RenewalNote.sign(acme, ORIGIN, pending.signingRequest()));
        String changed = new String(request("acme"), StandardCharsets.UTF_8).replace("\nacme\n", "\nbeta\n");
        refuses("not signed with the present key of beta", changed.getBytes(StandardCharsets.UTF_8));
        refuses("signed note", new byte[] {1, 2, 3});
        refuses("at most", new byte[CertificateRequest.MAX_BYTES + 10]);
        byte[] notOurs = CertificateRequest.sign(ORIGIN, "acme", now, new byte[] {48, 0}, acme).bytes();
        refuses("malformed", notOurs);
    }

    @Test
    void whoWasRevokedStaysOut() throws Exception {
        pool.organization("acme");
        pool.revoke("acme");
        pool.stop();
        refuses("acme was revoked", request("acme"));
    }

    @Test
    void aRequestGivenAgainCertifiesOnlyTheKeyOfItsMaker() throws Exception {
        pool.organization("acme");
        pool.stop();
        byte[] request = request("acme");
        assertThat(certify(request)).as(said.toString()).isZero();
        Credential first = answered("acme");
        assertThat(certify(request)).as(said.toString()).isZero();
        assertThat(answered("acme").certificate().getPublicKey()).isEqualTo(first.certificate().getPublicKey());
    }
}
