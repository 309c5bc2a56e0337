package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.certs.Tls;
import consort.ledger.entry.RenewalNote;
import consort.ledger.note.SignerKey;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.OperatorGrpc;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.Renewed;
import consort.proto.StatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's certificate and the authority are replaced under a coordinator that runs, over real sockets. */
class CertificateRotationTest {

    @TempDir
    private Path temporary;

    private LivePool pool;
    private CoordinatorFolder folder;
    private final StringWriter said = new StringWriter();

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
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--dir";
        all[words.length + 1] = folder.root().toString();
        said.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(said);
        int exit = Main.run(writer, writer, all);
        writer.flush();
        return exit;
    }

    private ManagedChannel connect(Credential credential) {
        return pool.connect(Tls.client(() -> credential, folder::authorities, LivePool.CLOCK));
    }

    private Status readsLedger(Credential credential) {
        try {
            LedgerCopyGrpc.newBlockingStub(connect(credential)).keys(KeysRequest.getDefaultInstance());
            return Status.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }

    private Credential renew(Credential held) {
        return renew(held, request -> new byte[0]);
    }

    /** @param signed the note on a signing request */
    private Credential renew(Credential held, UnaryOperator<byte[]> signed) {
        PendingCredential pending = PendingCredential.create(LivePool.RANDOM);
        Renewed renewed = RenewalGrpc.newBlockingStub(connect(held)).renew(RenewRequest.newBuilder()
                .setSigningRequest(ByteString.copyFrom(pending.signingRequest()))
                .setSigned(ByteString.copyFrom(signed.apply(pending.signingRequest()))).build());
        return pending.complete(Certificates.decode(List.of(renewed.getCertificate().toByteArray(),
                        renewed.getAuthorityCertificate().toByteArray())), folder.authorities(), held.issued().identity(),
                LivePool.CLOCK.instant());
    }

    @Test
    void anOlderCertificateOfTheOperatorIsRefusedAtOnce() {
        Credential copied = pool.operator();
        OperatorGrpc.OperatorBlockingStub thief = OperatorGrpc.newBlockingStub(connect(copied));
        assertThat(thief.status(StatusRequest.getDefaultInstance()).getJson()).isNotEmpty();
        assertThat(command("operator-certificate")).as(said.toString()).isZero();
        assertThatThrownBy(() -> thief.status(StatusRequest.getDefaultInstance())).isInstanceOfSatisfying(
                StatusRuntimeException.class, refused -> assertThat(refused.getStatus().getCode())
                        .isEqualTo(Status.Code.UNAUTHENTICATED));
        assertThat(readsLedger(copied).getCode()).isNotEqualTo(Status.Code.OK);
        assertThat(command("status")).as(said.toString()).isZero();
        assertThat(command("operator-certificate", "--json")).isZero();
        assertThat(command("status")).as(said.toString()).isZero();
    }

    @Test
    void whoStoleTheAuthoritysKeyIsOutWithThatAuthority() {
        Credential acme = pool.organization("acme");
        Identity.Member identity = (Identity.Member) acme.issued().identity();
        PendingCredential pending = PendingCredential.create(LivePool.RANDOM);
        Credential forged = pending.complete(pool.authority().issue(SigningRequest.parse(pending.signingRequest()), identity,
                acme.issued().entry().orElseThrow(), Duration.ofDays(1), LivePool.CLOCK.instant()),
                folder.authorities(), identity, LivePool.CLOCK.instant());
        assertThat(readsLedger(forged)).as("until the authority is retired").isEqualTo(Status.OK);
        assertNotRenewed(forged);
        assertThat(command("rotate-authority", "add")).as(said.toString()).isZero();
        assertNotRenewed(forged);
        renew(acme);
        Credential renewed = renew(acme);
        assertNotRenewed(forged);
        assertThat(command("rotate-authority", "retire")).as(said.toString()).isZero();
        assertThat(readsLedger(forged).getCode()).isNotEqualTo(Status.Code.OK);
        assertThat(readsLedger(renewed)).isEqualTo(Status.OK);
    }

    private void assertNotRenewed(Credential forged) {
        assertThatThrownBy(() -> renew(forged)).isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("none of the newest that the coordinator issued");
    }

    @Test
    void anAuthorityIsRetiredOnceNobodyNeedsItAnyMore() {
        Credential acme = pool.organization("acme");
        Credential worker = pool.worker("acme", "w1");
        assertThat(command("rotate-authority", "retire")).as("the only one").isEqualTo(ExitCode.REFUSED.code());
        assertThat(command("rotate-authority", "add")).as(said.toString()).isZero();
        assertThat(command("status")).as(said.toString()).isZero();
        assertThat(readsLedger(acme)).as("overlap").isEqualTo(Status.OK);
        assertThat(command("invite", "gamma")).as(said.toString()).isZero();
        Credential later = pool.person("acme", "ann", consort.ledger.entry.Access.Role.AUDITOR);
        AuthorityCertificate next = folder.authorities().newest();
        assertThat(later.chain().getLast()).as("the new one issues").isEqualTo(next.certificate());

        assertThat(command("rotate-authority", "retire")).isEqualTo(ExitCode.REFUSED.code());
        assertThat(said.toString()).contains("2 would be shut out", "organization acme", "worker acme/w1", "--force");
        Credential renewed = renew(acme);
        assertThat(command("rotate-authority", "retire")).isEqualTo(ExitCode.REFUSED.code());
        assertThat(said.toString()).contains("1 would be shut out", "worker acme/w1");
        assertThat(command("rotate-authority", "retire", "--force")).as(said.toString()).isZero();

        assertThat(readsLedger(worker).getCode()).as("shut out").isNotEqualTo(Status.Code.OK);
        assertThat(readsLedger(acme).getCode()).as("its old certificate").isNotEqualTo(Status.Code.OK);
        assertThat(readsLedger(renewed)).isEqualTo(Status.OK);
        assertThat(readsLedger(later)).isEqualTo(Status.OK);
        assertThat(folder.authorities().certificates()).containsExactly(next);
        assertThat(command("status")).as(said.toString()).isZero();
        assertThat(said.toString()).contains("void invite for organization gamma: it names a retired authority; invite again");
        pool.organization("beta");

        assertThat(command("rotate-authority", "retire", "--force")).as("again").isZero();
        assertThat(said.toString()).contains("one authority counts, the others are retired already (entry ");
        assertThat(command("rotate-authority", "add")).as(said.toString()).isZero();
        assertThat(command("rotate-authority", "add")).as(said.toString()).isZero();
        assertThat(command("rotate-authority", "retire", "--force")).as("of three, which?").isEqualTo(ExitCode.REFUSED.code());
        assertThat(said.toString()).contains("3 authorities count; name the one to retire: " + next.fingerprint().hex());
        assertThat(command("rotate-authority", "retire", "--force", next.fingerprint().hex())).as(said.toString()).isZero();
        assertThat(command("rotate-authority", "retire", "--force", next.fingerprint().hex())).as(said.toString()).isZero();
        assertThat(folder.authorities().certificates()).hasSize(2);
    }

    /** As after a restore from a backup of before the renewals; over sockets, for the notes are all that matters here. */
    @Test
    void anAuthorityIsRetiredAlthoughTheNotesAreOlderThanTheCertificates() throws Exception {
        Credential acme = pool.organization("acme");
        Path notes = folder.root().resolve("certs/issued/acme");
        byte[] before = Files.readAllBytes(notes);
        assertThat(command("rotate-authority", "add")).as(said.toString()).isZero();
        Credential since = renew(acme);
        Files.write(notes, before);

        assertThat(command("rotate-authority", "retire")).isEqualTo(ExitCode.REFUSED.code());
        assertThat(said.toString()).contains("1 would be shut out", "organization acme");
        assertNotRenewed(since);
        SignerKey other = LivePool.organizationKey("beta");
        assertThatThrownBy(() -> renew(since, request -> RenewalNote.sign(other, "example.org/pool", request)))
                .hasMessageContaining("none of the newest that the coordinator issued");

        Credential renewed = renew(since, request -> RenewalNote.sign(LivePool.organizationKey("acme"), "example.org/pool", request));
        assertThat(command("rotate-authority", "retire")).as(said.toString()).isZero();
        assertThat(readsLedger(renewed)).isEqualTo(Status.OK);
    }
}
