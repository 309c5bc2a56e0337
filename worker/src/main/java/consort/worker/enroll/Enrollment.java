package consort.worker.enroll;

import com.google.protobuf.ByteString;
import consort.certs.Authorities;
import consort.certs.Certificates;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.KeyFiles;
import consort.certs.PendingCredential;
import consort.certs.Tls;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import consort.proto.DescribeRequest;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.EnrollPersonRequest;
import consort.proto.EnrollWorkerRequest;
import consort.proto.Enrolled;
import consort.proto.EnrollmentGrpc;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.network.Route;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One enrollment over one connection, which shows the invite's bootstrap certificate. */
public final class Enrollment implements AutoCloseable {

    private final Invite invite;
    private final PartyFolder folder;
    private final InstantSource clock;
    private final SecureRandom random;
    private final CoordinatorChannel channel;

    /** @param route to the coordinator that the invite names */
    public Enrollment(Invite invite, PartyFolder folder, Route route, InstantSource clock, SecureRandom random) {
        this.invite = invite;
        this.folder = folder;
        this.clock = clock;
        this.random = random;
        this.channel = new CoordinatorChannel(invite.coordinator(), route, Tls.enrollment(invite, clock, random));
    }

    /** Whether this invite was used in this folder, and whom it is for is enrolled there. */
    public static boolean isDone(Invite invite, PartyFolder folder) {
        return folder.isEnrolled() && Files.exists(requestFile(invite, folder))
                && folder.credential().issued().identity().equals(invite.invited());
    }

    /** What an invite was used to ask for. */
    private static Path requestFile(Invite invite, PartyFolder folder) {
        return folder.path().resolve("keys/enrollment-" + invite.hash().hex().substring(0, 16));
    }

    /** What there is to join. */
    public Consortium describe() throws StatusException {
        return Consortium.of(
                Calls.unary(channel, EnrollmentGrpc::newBlockingV2Stub,
                        stub -> stub.describe(DescribeRequest.getDefaultInstance())), invite);
    }

    /** What time it was at the coordinator, to the second, when its last answer began; empty when that did not say. */
    public Optional<Instant> coordinatorTime() {
        return channel.coordinatorTime();
    }

    /** Accepts the charter and the terms of the invitation, and becomes a member. */
    public void enrollOrganization(Consortium consortium, String organization) throws StatusException {
        SignerKey key = signingKey(KeyNames.organization(consortium.logKey().name(), organization));
        ShareTerms terms = consortium.terms().orElseThrow();
        Acceptance acceptance = new Acceptance(
                clock.millis(), organization, 1, consortium.charterDigest(), terms.benefit(), terms.tier());
        byte[] entry = entry(consortium, acceptance, key);
        PendingCredential pending = pending();
        Enrolled enrolled = Calls.unary(channel, EnrollmentGrpc::newBlockingV2Stub, stub -> stub.enrollOrganization(
                EnrollOrganizationRequest.newBuilder()
                        .setVerifierKey(key.verifierKey().toString())
                        .setAcceptance(ByteString.copyFrom(entry))
                        .setSigningRequest(ByteString.copyFrom(pending.signingRequest()))
                        .build()));
        Learned learned = learned(consortium, enrolled);
        ReceiptFiles.verify(enrolled.getReceipt().toByteArray(), entry, learned.trust().logKeys());
        keep(consortium, learned, pending, enrolled, "1", new consort.worker.folder.Enrolled(
                invite.coordinator(), organization, Optional.empty(), Optional.empty()));
    }

    /** Makes a worker's own key, signs it with the invite's, and enrolls. */
    public void enrollWorker(Consortium consortium, WorkerId worker) throws StatusException {
        String origin = consortium.logKey().name();
        SignerKey key = signingKey(KeyNames.worker(origin, worker));
        SignerKey inviteKey = SignerKey.fromSeed(KeyNames.invite(origin, worker), invite.signingSeed());
        Key body = Key.worker(clock.millis(), worker, key.verifierKey().toString());
        byte[] entry = entry(consortium, body, inviteKey);
        PendingCredential pending = pending();
        Enrolled enrolled = Calls.unary(channel, EnrollmentGrpc::newBlockingV2Stub, stub -> stub.enrollWorker(
                EnrollWorkerRequest.newBuilder()
                        .setKeyEntry(ByteString.copyFrom(entry))
                        .setSigningRequest(ByteString.copyFrom(pending.signingRequest()))
                        .build()));
        Learned learned = learned(consortium, enrolled);
        ReceiptFiles.verify(enrolled.getReceipt().toByteArray(), entry, learned.trust().logKeys());
        keep(consortium, learned, pending, enrolled, "enrollment", new consort.worker.folder.Enrolled(
                invite.coordinator(), worker.organization(), Optional.of(worker.worker()), Optional.empty()));
    }

    /** Becomes one of an organization's people. They sign nothing, so there is no key but that of the certificate. */
    public void enrollPerson(Consortium consortium, Identity.Person person) throws StatusException {
        PendingCredential pending = pending();
        if (!Files.exists(requestFile(invite, folder))) {
            KeyFiles.writeNewSecret(requestFile(invite, folder), pending.signingRequest());
        }
        Enrolled enrolled = Calls.unary(channel, EnrollmentGrpc::newBlockingV2Stub, stub -> stub.enrollPerson(
                EnrollPersonRequest.newBuilder().setSigningRequest(ByteString.copyFrom(pending.signingRequest())).build()));
        Learned learned = learned(consortium, enrolled);
        ReceiptFiles.read(enrolled.getReceipt().toByteArray(), learned.trust().logKeys());
        keep(consortium, learned, pending, enrolled, "enrollment", new consort.worker.folder.Enrolled(invite.coordinator(),
                person.organization().value(), Optional.empty(), Optional.of(person.person().value())));
    }

    @Override
    public void close() {
        channel.close();
    }

    private SignerKey signingKey(String name) {
        if (Files.exists(folder.signingKeyFile())) {
            SignerKey kept = folder.signingKey();
            if (kept.name().equals(name)) {
                return kept;
            }
            throw new ConfigException(folder.signingKeyFile() + " is the key of " + kept.name()
                    + ", not of " + name + "; choose another folder with --dir");
        }
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        random.nextBytes(seed);
        SignerKey key = SignerKey.fromSeed(name, seed);
        folder.save(key);
        return key;
    }

    private PendingCredential pending() {
        Path file = folder.pendingKeyFile();
        if (Files.exists(file)) {
            return PendingCredential.load(file, random);
        }
        PendingCredential pending = PendingCredential.create(random);
        pending.save(file);
        return pending;
    }

    /** Signs, or takes what an earlier attempt with this invite signed: the same request must have the same bytes. */
    private byte[] entry(Consortium consortium, PartyBody body, SignerKey key) {
        Path file = requestFile(invite, folder);
        if (!Files.exists(file)) {
            KeyFiles.writeNewSecret(file, Entries.sign(consortium.charter().domain(), body, key));
        }
        return KeyFiles.readSecret(file);
    }

    private static Learned learned(Consortium consortium, Enrolled enrolled) {
        return Learned.of(consortium.trust(), Authorities.of(consortium.authority()),
                enrolled.getTrustEntriesList(), enrolled.getAuthoritiesList());
    }

    private void keep(Consortium consortium, Learned learned, PendingCredential pending, Enrolled enrolled, String receipt,
            consort.worker.folder.Enrolled who) {
        Credential credential = pending.complete(
                Certificates.decode(List.of(
                        enrolled.getCertificate().toByteArray(), enrolled.getAuthorityCertificate().toByteArray())),
                learned.authorities(), invite.invited(), clock.instant());
        ReceiptFiles.keep(folder, receipt, enrolled.getReceipt().toByteArray());
        credential.save(folder.credentialFile());
        consortium.authority().save(folder.authorityFile());
        folder.save(consortium.trust());
        folder.save(learned.trust(), learned.authorities());
        KeptCharter.keep(folder, consortium.charter());
        folder.save(who);
        deletePending();
    }

    private void deletePending() {
        try {
            Files.deleteIfExists(folder.pendingKeyFile());
        } catch (IOException left) {
            // It is the credential's key, and as well protected as that.
        }
    }
}
